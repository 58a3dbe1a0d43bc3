package sh.keyway.testkit.github;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A fault in the making: where, how often, and at last what. The last call arms it. */
public final class FaultRule {
  private static final int ALWAYS = Integer.MAX_VALUE;
  private final Faults faults;
  private Predicate<ReceivedRequest> where;
  private int times = ALWAYS;

  FaultRule(Faults faults, Predicate<ReceivedRequest> where) {
    this.faults = faults;
    this.where = where;
  }

  /** Only for such requests, e.g. one repository's path or one kind of credential. */
  public FaultRule when(Predicate<ReceivedRequest> condition) {
    where = where.and(condition);
    return this;
  }

  /** Only for the next so many requests; without it until {@link Faults#clear}. */
  public FaultRule times(int requests) {
    times = requests;
    return this;
  }

  /** Answers late, but rightly. Further faults on the same request follow the wait. */
  public void delay(Duration time) {
    arm(new Fault.Delay(time));
  }

  /** Answers when the future given back is completed. */
  public CompletableFuture<Void> hold() {
    CompletableFuture<Void> release = new CompletableFuture<>();
    arm(new Fault.Hold(release));
    return release;
  }

  /** Answers this status with GitHub's JSON error body, e.g. 404, 500, 502. */
  public void status(int status) {
    String message =
        switch (status) {
          case 404 -> "Not Found";
          case 401 -> "Bad credentials";
          default -> "Server Error";
        };
    arm(new Fault.Answer(() -> Reply.error(status, message)));
  }

  /** 503 with the HTML page that GitHub's edge shows while the site is down. */
  public void unicorn() {
    arm(
        new Fault.Answer(() ->
            new Reply(
                503,
                "<html><body>No server is currently available</body></html>",
                Map.of("content-type", "text/html"))));
  }

  /** The hourly quota is used up; {@code status} 403 or 429, usable again after this long. */
  public void rateLimited(int status, Duration until) {
    arm(new Fault.Answer(() -> faults.rateLimited(status, until)));
  }

  /** A secondary limit; {@code status} 403 or 429 with {@code Retry-After}. */
  public void secondaryLimit(int status, Duration retryAfter) {
    arm(
        new Fault.Answer(() ->
            Reply.error(status, "You have exceeded a secondary rate limit.")
                .with("retry-after", Long.toString(retryAfter.toSeconds()))));
  }

  /** 200, JSON by its content type, and not JSON. */
  public void malformed() {
    arm(new Fault.Answer(() -> new Reply(200, "{\"id\":12,\"login\":\"al", Reply.JSON)));
  }

  /** 200 and valid JSON of an unexpected shape. */
  public void unexpectedJson(String json) {
    arm(new Fault.Answer(() -> new Reply(200, json, Reply.JSON)));
  }

  /** The connection closes without an answer. */
  public void drop() {
    arm(new Fault.Drop());
  }

  /** The connection closes halfway through the right answer. */
  public void truncate() {
    arm(new Fault.Truncate());
  }

  /** No answer ever comes. */
  public void silence() {
    arm(new Fault.Silence());
  }

  private void arm(Fault fault) {
    faults.arm(new Armed(where, new AtomicInteger(times), fault));
  }

  record Armed(Predicate<ReceivedRequest> where, AtomicInteger left, Fault fault) {
    /** Whether it strikes here; uses up one of its times. */
    boolean strikes(ReceivedRequest request) {
      return where.test(request) && left.getAndUpdate(n -> n == ALWAYS || n == 0 ? n : n - 1) > 0;
    }
  }
}
