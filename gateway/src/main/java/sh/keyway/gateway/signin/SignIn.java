package sh.keyway.gateway.signin;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.DeviceApproval;
import sh.keyway.gateway.auth.PublicAddress;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.RateLimiter;
import sh.keyway.gateway.http.Routes;

/** Everything there is to signing in. */
public final class SignIn {
  /** Longer than any sign-in; the room knows when one is over. */
  static final Duration STEP = Duration.ofMinutes(15);

  final RoomClient rooms;
  final PublicAddress address;
  final BrowserSession browser;
  final RateLimiter limiter;
  final Site site;
  final Pages pages;
  final FlowCookie verifier;
  final FlowCookie approval;

  /** Signs in so. */
  public SignIn(
      RoomClient rooms,
      PublicAddress address,
      BrowserSession browser,
      RateLimiter limiter,
      Site site) {
    this.rooms = rooms;
    this.address = address;
    this.browser = browser;
    this.limiter = limiter;
    this.site = site;
    pages = new Pages(site);
    verifier = new FlowCookie("keyway_signin", address);
    approval = new FlowCookie("keyway_approval", address);
  }

  /** Adds the routes. */
  public void mount(Routes routes) {
    GitHubRedirect github = new GitHubRedirect(this);
    new DeviceRoutes(this).mount(routes);
    new DevicePages(this, github).mount(routes);
    new GitHubPages(this, github).mount(routes);
    new LoginLinkPages(this).mount(routes);
    new SessionRoutes(this).mount(routes);
  }

  /** The page that asks whoever signed in for a device whether they meant it. */
  Answer askApproval(Exchange exchange, DeviceApproval wanted) {
    approval.set(exchange, wanted.cookie(), STEP);
    return pages.approve(exchange, wanted);
  }

  /** Time left, at least a second. */
  static Duration until(Instant end) {
    Duration left = Duration.between(Instant.now(), end);
    return left.toSeconds() < 1 ? Duration.ofSeconds(1) : left;
  }

  /** The kind of problem a failure is; INTERNAL_ERROR if it is none. */
  static Kind kindOf(Throwable failure) {
    return failure instanceof ProblemException known ? known.problem().kind() : Kind.INTERNAL_ERROR;
  }

  /** What to say of a user code that a room refused; fails as before if that is not the matter. */
  Future<Answer> aboutCode(Exchange exchange, Throwable failure) {
    return switch (kindOf(failure)) {
      case NOT_FOUND -> Future.succeededFuture(pages.invalidCode(exchange));
      case CONFLICT -> Future.succeededFuture(pages.codeExpired(exchange));
      default -> Future.failedFuture(failure);
    };
  }
}
