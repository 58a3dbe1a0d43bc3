package sh.keyway.gateway.signin;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.gateway.auth.SessionCookies;
import sh.keyway.gateway.auth.Sessions;
import sh.keyway.gateway.http.Exchange;

/** The session of a browser, in its cookies. */
public final class BrowserSession {
  private final Sessions sessions;
  private final SessionCookies cookies;

  /** Kept so. */
  public BrowserSession(Sessions sessions, SessionCookies cookies) {
    this.sessions = sessions;
    this.cookies = cookies;
  }

  /** Signs the browser in. */
  void begin(Exchange exchange, SessionFacts facts) {
    Duration life = Duration.between(Instant.now(), facts.expiresAt());
    cookies.set(exchange, sessions.mint(facts), life);
  }

  /** Has the browser forget its session. */
  void forget(Exchange exchange) {
    cookies.clear(exchange);
  }

  /** The session's token, as clients carry it. */
  String token(SessionFacts facts) {
    return sessions.mint(facts);
  }

  /**
   * Whose browser it is by its cookie.
   *
   * @return empty if it has none that is good; fails if that could not be found out
   */
  Future<Optional<Caller>> caller(Exchange exchange) {
    return caller(exchange, cookies.read(exchange));
  }

  /** As {@link #caller(Exchange)}, for a token from elsewhere. */
  Future<Optional<Caller>> caller(Exchange exchange, @Nullable String token) {
    if (token == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return sessions
        .verify(token)
        .map(principal -> Optional.of(new Caller(principal, exchange.client())))
        .recover(BrowserSession::none)
        .map(caller -> caller.filter(c -> c.principal() instanceof Principal.Session));
  }

  private static Future<Optional<Caller>> none(Throwable failure) {
    return failure instanceof ProblemException known && known.problem().kind() == Kind.UNAUTHORIZED
        ? Future.succeededFuture(Optional.empty())
        : Future.failedFuture(failure);
  }
}
