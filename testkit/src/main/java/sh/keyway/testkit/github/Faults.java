package sh.keyway.testkit.github;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What goes wrong at GitHub. Rules are tried in the order they were armed; waits add up, and the
 * first of the others decides. A request that suffers a fault is in the log all the same.
 */
public final class Faults {
  private final List<FaultRule.Armed> rules = new CopyOnWriteArrayList<>();
  private final FakeClock clock;

  Faults(FakeClock clock) {
    this.clock = clock;
  }

  /** On every request, pages, API and issuer alike. */
  public FaultRule everywhere() {
    return new FaultRule(this, r -> true);
  }

  /** On requests to these. */
  public FaultRule on(Endpoint... endpoints) {
    Set<Endpoint> these = Set.of(endpoints);
    return new FaultRule(this, r -> r.endpoint() != null && these.contains(r.endpoint()));
  }

  /** All is well again. Answers held back stay so until released. */
  public void clear() {
    rules.clear();
  }

  void arm(FaultRule.Armed rule) {
    rules.add(rule);
  }

  List<Fault> strike(ReceivedRequest request) {
    List<Fault> struck = new ArrayList<>();
    for (FaultRule.Armed rule : rules) {
      if (rule.strikes(request)) {
        struck.add(rule.fault());
        if (!(rule.fault() instanceof Fault.Delay || rule.fault() instanceof Fault.Hold)) {
          break;
        }
      }
    }
    return struck;
  }

  Reply rateLimited(int status, Duration until) {
    long reset = clock.epochSecond() + until.toSeconds();
    return Reply.error(status, "API rate limit exceeded")
        .with("x-ratelimit-limit", "5000")
        .with("x-ratelimit-remaining", "0")
        .with("x-ratelimit-used", "5000")
        .with("x-ratelimit-reset", Long.toString(reset))
        .with("x-ratelimit-resource", "core");
  }
}
