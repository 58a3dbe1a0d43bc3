package sh.keyway.gateway.auth;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.gateway.http.Authenticator;
import sh.keyway.gateway.http.Exchange;

/**
 * Reads the credentials of the public API: a bearer token, which may be an API key, a Keyway JWT or
 * a personal access token of GitHub's, else the session cookie, which may not be the last
 * (http-auth §2.1, §2.2). Only what is shaped like a token of GitHub's is ever sent on.
 */
public final class PublicAuthenticator implements Authenticator {
  private final RefusalLog refusals;
  private final ApiKeys keys;
  private final Sessions sessions;
  private final SessionCookies cookies;
  private final PublicAddress address;
  private final @Nullable GitHubTokens tokens;

  /**
   * Reads credentials.
   *
   * @param address knows whose pages may act with a session cookie
   * @param tokens null if tokens of GitHub's are no credentials here
   */
  public PublicAuthenticator(
      RoomClient rooms,
      Sessions sessions,
      SessionCookies cookies,
      PublicAddress address,
      @Nullable GitHubTokens tokens) {
    refusals = new RefusalLog(rooms);
    keys = new ApiKeys(rooms, refusals);
    this.sessions = sessions;
    this.cookies = cookies;
    this.address = address;
    this.tokens = tokens;
  }

  @Override
  public Future<Principal> authenticate(Exchange exchange) {
    String bearer = Bearer.read(exchange);
    if (bearer != null) {
      return tokens != null && GitHubTokens.looksLikeOne(bearer)
          ? clearingCookies(exchange, tokens.identify(bearer, exchange))
          : identify(bearer, exchange);
    }
    String cookie = cookies.read(exchange);
    if (cookie == null) {
      return Future.failedFuture(Refusals.missing());
    }
    return identify(cookie, exchange).compose(principal -> sameSite(principal, exchange));
  }

  @Override
  public Future<Void> record(Exchange exchange, Principal principal, Problem refusal) {
    return refusals.record(exchange, principal, refusal);
  }

  @Override
  public void refused(Exchange exchange, Principal principal) {
    String bearer = Bearer.read(exchange);
    String token = bearer != null ? bearer : cookies.read(exchange);
    if (token != null && principal instanceof Principal.ApiKey) {
      keys.forget(token);
      return;
    }
    if (principal instanceof Principal.GitHubToken known && tokens != null) {
      tokens.forget(known.token());
    }
    cookies.clear(exchange);
  }

  private Future<Principal> identify(String token, Exchange exchange) {
    return ApiKeys.looksLikeOne(token)
        ? keys.identify(token, exchange)
        : clearingCookies(exchange, sessions.verify(token));
  }

  /** A token that is bad has the browser drop its cookies, a failure of ours has not. */
  private Future<Principal> clearingCookies(Exchange exchange, Future<Principal> identified) {
    return identified.onFailure(failure -> {
      if (failure instanceof ProblemException known
          && known.problem().kind() == Kind.UNAUTHORIZED) {
        cookies.clear(exchange);
      }
    });
  }

  /**
   * A browser sends the cookie whoever made it send the request, so a request that changes
   * something must come from a page we know.
   */
  private Future<Principal> sameSite(Principal principal, Exchange exchange) {
    if (exchange.isSafe() || address.trusts(exchange.header(HttpHeaders.ORIGIN))) {
      return Future.succeededFuture(principal);
    }
    return refusals.refuse(
        exchange,
        principal,
        Problem.of(
            Kind.FORBIDDEN, "Requests with a session cookie must come from an allowed origin"));
  }
}
