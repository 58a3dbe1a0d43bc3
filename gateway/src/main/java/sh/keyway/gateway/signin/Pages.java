package sh.keyway.gateway.signin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.secrets.DeviceApproval;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;

/** The pages (http-auth §4.3). */
final class Pages {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Layout layout;
  private final Site site;

  Pages(Site site) {
    this.site = site;
    Site.App app = site.app();
    layout =
        new Layout(
            Stream.concat(
                Stream.of(site.githubUrl()), Stream.ofNullable(app).map(Site.App::installUrl)));
  }

  /** Where a user code is entered; one that is known already cannot be changed. */
  Answer verify(Exchange exchange, @Nullable String userCode) {
    return layout.page(
        exchange,
        200,
        "Device Verification",
        html -> {
          html.element("h1", "Verify Your Device");
          if (userCode != null) {
            html.open("div", "class", "box")
                .element("p", "Code detected. Is it the one your terminal shows?")
                .element("p", userCode, "class", "code")
                .close("div");
          }
          html.open("form", "id", "verifyForm", "action", SignInPaths.VERIFY, "method", "POST");
          html.element("label", "Code from your terminal", "for", "userCodeInput");
          codeInput(html, userCode);
          String go = site.app() == null ? "Continue" : "Continue with GitHub";
          html.element("button", go, "type", "submit").close("form");
          access(html);
        });
  }

  private static void codeInput(Html html, @Nullable String userCode) {
    html.open(
        "input",
        "type",
        "text",
        "name",
        "user_code",
        "id",
        "userCodeInput",
        "placeholder",
        "XXXXX-XXXXX",
        "pattern",
        "[A-Z0-9]{5}-[A-Z0-9]{5}",
        "maxlength",
        "11",
        "autocomplete",
        "off",
        "required",
        "",
        "value",
        userCode == null ? "" : userCode,
        userCode == null ? "autofocus" : "readonly",
        "");
  }

  private static void access(Html html) {
    html.open("div", "class", "box").element("h2", "What Keyway will access");
    html.open("ul");
    html.element("li", "Your GitHub name, picture and email address");
    html.element("li", "Which repositories you may use, and in which role");
    html.close("ul");
    html.element("p", "Keyway NEVER reads your repository code.").close("div");
  }

  /** Asks whoever signed in whether they meant it. */
  Answer approve(Exchange exchange, DeviceApproval approval) {
    String repository = approval.repository();
    return layout.page(
        exchange,
        200,
        "Approve Device",
        html -> {
          html.element("h1", "Did you start this?");
          html.element(
              "p",
              "A program asks to sign in as you. Approve it only if you started it yourself just"
                  + " now and it shows this code.");
          html.element("p", approval.userCode(), "class", "code").open("dl");
          fact(html, "Signs in as", approval.username());
          fact(html, "For repository", repository == null ? "not said" : repository);
          fact(html, "Asked from", approval.requestedFrom());
          fact(html, "Asked at", moment(approval.requestedAt()));
          html.close("dl").open("form", "action", SignInPaths.APPROVE, "method", "POST");
          html.open("input", "type", "hidden", "name", "token", "value", approval.token());
          html.element(
              "button", "Approve", "type", "submit", "name", "decision", "value", "approve");
          html.element("button", "Deny", "type", "submit", "name", "decision", "value", "deny");
          html.close("form");
        });
  }

  private static void fact(Html html, String name, String value) {
    html.element("dt", name).element("dd", value);
  }

  private static String moment(Instant instant) {
    return MOMENT.format(instant);
  }

  /** A device is signed in. */
  Answer success(Exchange exchange, String username) {
    return told(
        exchange,
        200,
        "Success",
        "Signed in as " + username,
        "You can close this page and return to your terminal.");
  }

  /** A device is not signed in, since its user said so. */
  Answer denied(Exchange exchange) {
    return told(
        exchange,
        200,
        "Denied",
        "Denied",
        "The device was not signed in. If you did not start this, there is nothing more to do.");
  }

  /** A browser is signed in, and there is no dashboard to go to. */
  Answer signedIn(Exchange exchange, String username) {
    return layout.page(
        exchange,
        200,
        "Signed In",
        html -> {
          html.element("h1", "Signed in as " + username);
          html.element("p", "To sign in a terminal, start it there and then enter its code.");
          html.open("p")
              .element("a", "Enter the code of a device", "href", SignInPaths.VERIFY)
              .close("p");
          dashboard(html);
        });
  }

  private void dashboard(Html html) {
    String dashboard = site.dashboardUrl();
    if (dashboard != null) {
      html.open("p")
          .element("a", "Go to the dashboard", "href", dashboard, "class", "dashboard-link")
          .close("p");
    }
  }

  /** A login link was opened; signing in takes a click, so that looking at it does not use it. */
  Answer loginLink(Exchange exchange, String username, String token) {
    return layout.page(
        exchange,
        200,
        "Sign In",
        html -> {
          html.element("h1", "Sign in as " + username + "?");
          html.element("p", "This link signs this browser in, once.");
          html.open("form", "action", SignInPaths.LOGIN_LINK, "method", "POST");
          html.open("input", "type", "hidden", "name", "token", "value", token);
          html.element("button", "Sign in", "type", "submit").close("form");
        });
  }

  /** There is no GitHub to sign in at. */
  Answer signInFirst(Exchange exchange) {
    return told(
        exchange,
        200,
        "Sign In First",
        "Sign in first",
        "Run \"keyway-server login-link USER\" on the server, open the address it prints in this"
            + " browser, then enter the code again.");
  }

  /** The App was installed; nobody is signed in by that. */
  Answer setupComplete(Exchange exchange) {
    return layout.page(
        exchange,
        200,
        "Setup Complete",
        html -> {
          html.element("h1", "The GitHub App is set up");
          html.element("p", "This signed nobody in. Return to your terminal and go on there.");
          dashboard(html);
        });
  }

  /** Somebody asked their organisation's owner to install the App. */
  Answer setupRequested(Exchange exchange) {
    return told(
        exchange,
        200,
        "Installation Requested",
        "Installation requested",
        "The GitHub App is not installed yet: an owner of the organization has to approve it"
            + " first. Come back when they have.");
  }

  /** Something is wrong with the user code. */
  Answer invalidCode(Exchange exchange) {
    return error(
        exchange, 200, "Invalid Code", "There is no such code. Check what your terminal shows.");
  }

  /** The user code is over. */
  Answer codeExpired(Exchange exchange) {
    return error(
        exchange,
        200,
        "Code Expired",
        "This code can no longer be used. Start again in your terminal.");
  }

  /** Something went wrong. */
  Answer error(Exchange exchange, int status, String title, String message) {
    String frontend = site.frontendUrl();
    return layout.page(
        exchange,
        status,
        title,
        html -> {
          html.element("h1", title).element("p", message);
          if (frontend != null) {
            html.open("p").element("a", "Keyway", "href", frontend).close("p");
          }
        });
  }

  /** A problem a person is to read; null if only a program can have caused it. */
  @Nullable Answer problem(Problem problem, Exchange exchange) {
    return switch (problem.kind()) {
      case BAD_REQUEST, VALIDATION_ERROR, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE -> null;
      default -> error(exchange, problem.kind().status(), problem.kind().title(), problem.detail());
    };
  }

  private Answer told(Exchange exchange, int status, String title, String heading, String message) {
    Consumer<Html> content = html -> html.element("h1", heading).element("p", message);
    return layout.page(exchange, status, title, content);
  }
}
