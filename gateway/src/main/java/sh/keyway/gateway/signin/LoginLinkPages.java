package sh.keyway.gateway.signin;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.RedeemLoginLink;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.contracts.secrets.ShowLoginLink;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.RateLimit;
import sh.keyway.gateway.http.RouteOptions;
import sh.keyway.gateway.http.Routes;

/** Signing a browser in by a link the administrator made: looking at it does not use it up. */
final class LoginLinkPages {
  private static final RateLimit VISITS = new RateLimit("login-link", 10);
  private final SignIn signIn;

  LoginLinkPages(SignIn signIn) {
    this.signIn = signIn;
  }

  void mount(Routes routes) {
    routes
        .get(
            SignInPaths.LOGIN_LINK,
            Access.everybody(),
            RouteOptions.json().limitedTo(VISITS).withErrors(signIn.pages::problem),
            this::show)
        .post(
            SignInPaths.LOGIN_LINK,
            Access.everybody(),
            RouteOptions.form().limitedTo(VISITS).withErrors(signIn.pages::problem),
            this::redeem);
  }

  private Future<Answer> show(Exchange exchange) {
    String token = given(exchange.query().get("token"));
    return signIn
        .rooms
        .call(SecretsRoom.SHOW_LOGIN_LINK, new ShowLoginLink(token))
        .map(owner -> signIn.pages.loginLink(exchange, owner.username(), token))
        .recover(failure -> used(exchange, failure));
  }

  private Future<Answer> redeem(Exchange exchange) {
    signIn.address.refuseForeign(exchange);
    String token = given(exchange.form().get("token"));
    return signIn
        .rooms
        .call(SecretsRoom.REDEEM_LOGIN_LINK, new RedeemLoginLink(token, exchange.client()))
        .map(started -> {
          SessionFacts session = started.session();
          signIn.browser.begin(exchange, session);
          return signIn.pages.signedIn(exchange, session.username());
        })
        .recover(failure -> used(exchange, failure));
  }

  private static String given(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      throw Problem.validation("token", "Required").exception();
    }
    return token;
  }

  private Future<Answer> used(Exchange exchange, Throwable failure) {
    return SignIn.kindOf(failure) == Kind.NOT_FOUND
        ? Future.succeededFuture(
            signIn.pages.error(
                exchange,
                404,
                "Link Expired",
                "This link was used before or is over. Ask for a new one."))
        : Future.failedFuture(failure);
  }
}
