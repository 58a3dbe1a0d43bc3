package sh.keyway.testkit.github;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * GitHub's hourly quota: one per installation, one per person whatever the token, 60 for nobody. A
 * 304 and {@code GET /rate_limit} are free. On an Enterprise Server off until a limit is set.
 */
public final class Quota {
  private static final long WINDOW = Duration.ofHours(1).toSeconds();
  private static final int ANONYMOUS = 60;
  private final FakeClock clock;
  private final Map<String, Window> windows = new ConcurrentHashMap<>();
  private volatile int limit;
  private volatile boolean on;

  Quota(FakeClock clock, boolean on) {
    this.clock = clock;
    this.limit = 5_000;
    this.on = on;
  }

  /** Requests an hour from now on, also for windows already begun. */
  public void limit(int requestsPerHour) {
    limit = requestsPerHour;
    on = true;
  }

  /** How many requests this installation has been charged for in its window. */
  public int used(Installation installation) {
    return window("installation " + installation.id()).used.get();
  }

  /** How many requests this person has been charged for. */
  public int used(GitHubUser user) {
    return window("user " + user.id()).used.get();
  }

  /** Nothing is left for this installation until its window ends. */
  public void exhaust(Installation installation) {
    window("installation " + installation.id()).used.set(limit);
  }

  /** Nothing is left for this person. */
  public void exhaust(GitHubUser user) {
    window("user " + user.id()).used.set(limit);
  }

  /** All windows begin anew. */
  public void reset() {
    windows.clear();
  }

  boolean spent(Credential credential) {
    return on && window(credential.quotaKey()).used.get() >= limitOf(credential);
  }

  void charge(Credential credential) {
    window(credential.quotaKey()).used.incrementAndGet();
  }

  Reply refuse(Credential credential) {
    return Reply.error(
        403,
        "API rate limit exceeded for "
            + credential.quotaKey().replace("installation", "installation ID")
            + ".");
  }

  /** The state of the window as headers; unchanged where no quota applies. */
  Reply stamp(Reply reply, Credential credential) {
    if (!on || reply.headers().containsKey("x-ratelimit-remaining")) {
      return reply;
    }
    Window window = window(credential.quotaKey());
    int most = limitOf(credential);
    int used = Math.min(window.used.get(), most);
    return reply
        .with("x-ratelimit-limit", Integer.toString(most))
        .with("x-ratelimit-remaining", Integer.toString(most - used))
        .with("x-ratelimit-used", Integer.toString(used))
        .with("x-ratelimit-reset", Long.toString(window.ends))
        .with("x-ratelimit-resource", "core");
  }

  Reply status(Credential credential) {
    Window window = window(credential.quotaKey());
    int most = limitOf(credential);
    int used = Math.min(window.used.get(), most);
    JsonObject core =
        JsonObject.of(
            "limit",
            most,
            "used",
            used,
            "remaining",
            most - used,
            "reset",
            window.ends,
            "resource",
            "core");
    return on
        ? Reply.ok(JsonObject.of("resources", JsonObject.of("core", core), "rate", core))
        : Reply.error(404, "Rate limiting is not enabled.");
  }

  private int limitOf(Credential credential) {
    return credential.kind() == CredentialKind.NONE ? Math.min(ANONYMOUS, limit) : limit;
  }

  private Window window(String key) {
    long now = clock.epochSecond();
    return windows.compute(
        key, (k, w) -> w == null || w.ends <= now ? new Window(now + WINDOW) : w);
  }

  private static final class Window {
    private final long ends;
    private final AtomicInteger used = new AtomicInteger();

    Window(long ends) {
      this.ends = ends;
    }
  }
}
