package sh.keyway.gateway.signin;

import io.vertx.core.Future;
import java.util.Optional;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.DecideDevice;
import sh.keyway.contracts.secrets.RequestApproval;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.RateLimit;
import sh.keyway.gateway.http.RouteOptions;
import sh.keyway.gateway.http.Routes;

/** The person's side of a device sign-in (http-auth §3.4, §3.5). */
final class DevicePages {
  private static final RateLimit SUBMITS = new RateLimit("device-verify", 5);
  private static final RateLimit DECISIONS = new RateLimit("device-approve", 10);

  private static final Problem NOT_THIS_BROWSER =
      Problem.of(
          Kind.FORBIDDEN,
          "This page is over, or was meant for another browser. Please enter the code again.");

  private final SignIn signIn;
  private final GitHubRedirect github;

  DevicePages(SignIn signIn, GitHubRedirect github) {
    this.signIn = signIn;
    this.github = github;
  }

  void mount(Routes routes) {
    RouteOptions form = RouteOptions.form().withErrors(signIn.pages::problem);
    routes
        .get(SignInPaths.VERIFY, Access.everybody(), this::show)
        .post(SignInPaths.VERIFY, Access.everybody(), form.limitedTo(SUBMITS), this::submit)
        .post(SignInPaths.APPROVE, Access.everybody(), form.limitedTo(DECISIONS), this::decide);
  }

  private Future<Answer> show(Exchange exchange) {
    Optional<String> code = UserCodes.read(exchange.query().get("user_code"));
    return Future.succeededFuture(signIn.pages.verify(exchange, code.orElse(null)));
  }

  private Future<Answer> submit(Exchange exchange) {
    signIn.address.refuseForeign(exchange);
    String typed = exchange.form().get("user_code");
    if (typed == null) {
      throw Problem.validation("user_code", "Required").exception();
    }
    Optional<String> code = UserCodes.read(typed);
    if (code.isEmpty()) {
      return Future.succeededFuture(signIn.pages.invalidCode(exchange));
    }
    return signIn
        .browser
        .caller(exchange)
        .compose(caller ->
            caller
                .map(known -> askApproval(exchange, known, code.get()))
                .orElseGet(() -> signInFor(exchange, code.get())))
        .recover(failure -> signIn.aboutCode(exchange, failure));
  }

  private Future<Answer> askApproval(Exchange exchange, Caller caller, String code) {
    signIn.address.requireOwn(exchange);
    return signIn
        .rooms
        .call(SecretsRoom.REQUEST_APPROVAL, new RequestApproval(caller, code))
        .map(approval -> signIn.askApproval(exchange, approval))
        .recover(failure -> {
          if (SignIn.kindOf(failure) != Kind.UNAUTHORIZED) {
            return Future.failedFuture(failure);
          }
          signIn.browser.forget(exchange);
          return signInFor(exchange, code);
        });
  }

  private Future<Answer> signInFor(Exchange exchange, String code) {
    Site.App app = signIn.site.app();
    return app == null
        ? Future.succeededFuture(signIn.pages.signInFirst(exchange))
        : github.begin(exchange, app, new StartSignIn(code, null));
  }

  private Future<Answer> decide(Exchange exchange) {
    signIn.address.requireOwn(exchange);
    String token = exchange.form().get("token");
    String decision = exchange.form().get("decision");
    if (token == null || token.isEmpty()) {
      throw Problem.validation("token", "Required").exception();
    }
    boolean approve = "approve".equals(decision);
    if (!approve && !"deny".equals(decision)) {
      throw Problem.validation("decision", "Must be approve or deny").exception();
    }
    DecideDevice wanted =
        new DecideDevice(token, signIn.approval.read(exchange), approve, exchange.client());
    return signIn
        .rooms
        .call(SecretsRoom.DECIDE_DEVICE, wanted)
        .map(decided -> {
          signIn.approval.clear(exchange);
          if (!approve) {
            return signIn.pages.denied(exchange);
          }
          String install = decided.installUrl();
          return install == null
              ? signIn.pages.success(exchange, decided.username())
              : Answer.redirect(exchange, install);
        })
        .recover(failure ->
            SignIn.kindOf(failure) == Kind.UNAUTHORIZED
                ? Future.failedFuture(NOT_THIS_BROWSER.exception())
                : signIn.aboutCode(exchange, failure));
  }
}
