package sh.keyway.gateway.signin;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.CancelSignIn;
import sh.keyway.contracts.secrets.CompleteSignIn;
import sh.keyway.contracts.secrets.DeviceApproval;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.contracts.secrets.SignInCompleted;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Query;
import sh.keyway.gateway.http.RateLimit;
import sh.keyway.gateway.http.RouteOptions;
import sh.keyway.gateway.http.Routes;

/** To GitHub and back (http-auth §3.6, §3.8). */
final class GitHubPages {
  private static final RateLimit STARTS = new RateLimit("github-start", 60);
  private static final RateLimit CALLBACKS = new RateLimit("callback", 60);

  private final SignIn signIn;
  private final GitHubRedirect github;
  private final ReturnTo returnTo;

  GitHubPages(SignIn signIn, GitHubRedirect github) {
    this.signIn = signIn;
    this.github = github;
    returnTo = new ReturnTo(signIn.site.returnOrigins());
  }

  void mount(Routes routes) {
    RouteOptions page = RouteOptions.json().withErrors(signIn.pages::problem);
    routes
        .get(
            "/v1/auth/github/start",
            Access.everybody(),
            page.limitedTo(STARTS).limitedTo(STARTS.ofNetwork()),
            this::start)
        .get(SignInPaths.CALLBACK, Access.everybody(), page.limitedTo(CALLBACKS), this::callback);
  }

  private Future<Answer> start(Exchange exchange) {
    String wanted = exchange.query().get("redirect_uri");
    if (wanted != null && !returnTo.allows(wanted)) {
      throw Problem.of(Kind.BAD_REQUEST, "redirect_uri is not allowed").exception();
    }
    return github.begin(exchange, app(), new StartSignIn(null, wanted));
  }

  private Site.App app() {
    Site.App app = signIn.site.app();
    if (app == null) {
      throw Problem.of(Kind.NOT_FOUND, "Signing in with GitHub is not set up here").exception();
    }
    return app;
  }

  private Future<Answer> callback(Exchange exchange) {
    app();
    Query query = exchange.query();
    String state = query.get("state");
    String code = query.get("code");
    if (query.get("error") != null) {
      return cancelled(exchange, state);
    }
    String setup = query.get("setup_action");
    if (code != null && state != null) {
      return complete(exchange, code, state)
          .recover(failure -> unfinished(exchange, failure, setup));
    }
    if (setup == null) {
      throw Problem.of(Kind.BAD_REQUEST, "code and state are required").exception();
    }
    return Future.succeededFuture(installed(exchange, setup));
  }

  private Future<Answer> cancelled(Exchange exchange, @Nullable String state) {
    Answer page =
        signIn.pages.error(
            exchange, 200, "Authorization Denied", "You were not signed in. You can close this.");
    if (state == null) {
      return Future.succeededFuture(page);
    }
    return signIn
        .rooms
        .call(SecretsRoom.CANCEL_SIGN_IN, new CancelSignIn(state, signIn.verifier.read(exchange)))
        .map(page);
  }

  private Answer installed(Exchange exchange, String setup) {
    return setup.equals("request")
        ? signIn.pages.setupRequested(exchange)
        : signIn.pages.setupComplete(exchange);
  }

  private Future<Answer> complete(Exchange exchange, String code, String state) {
    String verifier = signIn.verifier.read(exchange);
    CompleteSignIn completion =
        new CompleteSignIn(state, verifier, code, github.callback(), exchange.client());
    return signIn
        .rooms
        .call(SecretsRoom.COMPLETE_SIGN_IN, completion)
        .map(completed -> completed(exchange, completed));
  }

  private Answer completed(Exchange exchange, SignInCompleted completed) {
    signIn.verifier.clear(exchange);
    DeviceApproval approval = completed.approval();
    if (approval != null) {
      return signIn.askApproval(exchange, approval);
    }
    SessionFacts session = completed.session();
    if (session == null) {
      throw new IllegalStateException("completed with nothing");
    }
    signIn.browser.begin(exchange, session);
    String next = completed.returnTo() == null ? signIn.site.dashboardUrl() : completed.returnTo();
    return next == null
        ? signIn.pages.signedIn(exchange, session.username())
        : Answer.redirect(exchange, next);
  }

  /** A state that is not good signs nobody in, whatever else came with it. */
  private Future<Answer> unfinished(Exchange exchange, Throwable failure, @Nullable String setup) {
    if (SignIn.kindOf(failure) != Kind.UNAUTHORIZED) {
      return signIn.aboutCode(exchange, failure);
    }
    return Future.succeededFuture(
        setup != null
            ? installed(exchange, setup)
            : signIn.pages.error(
                exchange,
                200,
                "Authentication Error",
                "This sign-in is over, or was begun in another browser. Please start again."));
  }
}
