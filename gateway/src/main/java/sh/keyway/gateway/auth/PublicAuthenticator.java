package sh.keyway.gateway.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.gateway.http.Authenticator;
import sh.keyway.gateway.http.Cors;
import sh.keyway.gateway.http.Exchange;

/**
 * Reads the credentials of the public API: a bearer token, else the session cookie; either an API
 * key or a Keyway JWT (http-auth §2.1, §2.2). Nothing else is accepted and nothing is sent
 * anywhere.
 */
public final class PublicAuthenticator implements Authenticator {
  private final RefusalLog refusals;
  private final ApiKeys keys;
  private final Sessions sessions;
  private final Cors cors;

  /**
   * Reads credentials.
   *
   * @param jwtSecret key of Keyway JWTs
   * @param cors knows whose pages may act with a session cookie
   */
  public PublicAuthenticator(Vertx vertx, RoomClient rooms, String jwtSecret, Cors cors) {
    refusals = new RefusalLog(rooms);
    keys = new ApiKeys(rooms, refusals);
    sessions = new Sessions(vertx, rooms, jwtSecret);
    this.cors = cors;
  }

  @Override
  public Future<Principal> authenticate(Exchange exchange) {
    String bearer = Bearer.read(exchange);
    if (bearer != null) {
      return identify(bearer, exchange);
    }
    String cookie = SessionCookies.read(exchange);
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
  public void refused(Exchange exchange) {
    String token = token(exchange);
    if (token != null && ApiKeys.looksLikeOne(token)) {
      keys.forget(token);
    } else {
      SessionCookies.clear(exchange);
    }
  }

  private static @Nullable String token(Exchange exchange) {
    String bearer = Bearer.read(exchange);
    return bearer != null ? bearer : SessionCookies.read(exchange);
  }

  private Future<Principal> identify(String token, Exchange exchange) {
    if (ApiKeys.looksLikeOne(token)) {
      return keys.identify(token, exchange);
    }
    return sessions
        .verify(token)
        .onFailure(failure -> {
          if (failure instanceof ProblemException) {
            SessionCookies.clear(exchange);
          }
        });
  }

  /**
   * A browser sends the cookie whoever made it send the request, so a request that changes
   * something must come from a page we know.
   */
  private Future<Principal> sameSite(Principal principal, Exchange exchange) {
    if (exchange.isSafe() || cors.allows(exchange.header(HttpHeaders.ORIGIN))) {
      return Future.succeededFuture(principal);
    }
    return refusals.refuse(
        exchange,
        principal,
        Problem.of(
            Kind.FORBIDDEN, "Requests with a session cookie must come from an allowed origin"));
  }
}
