package sh.keyway.testkit.github;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What this GitHub has been asked, oldest first; counts go on when the list is full. */
public final class RequestLog {
  private static final int KEPT = 20_000;
  private final Deque<ReceivedRequest> requests = new ArrayDeque<>();
  private final Map<Endpoint, Integer> counts = new EnumMap<>(Endpoint.class);
  private int total;

  RequestLog() {}

  /** All requests, also those that suffered a fault. */
  public synchronized List<ReceivedRequest> all() {
    return List.copyOf(requests);
  }

  /** Requests to one endpoint. */
  public synchronized List<ReceivedRequest> to(Endpoint endpoint) {
    return requests.stream().filter(r -> r.endpoint() == endpoint).toList();
  }

  /** How many requests there were. */
  public synchronized int count() {
    return total;
  }

  /** How many requests to one endpoint there were. */
  public synchronized int count(Endpoint endpoint) {
    return counts.getOrDefault(endpoint, 0);
  }

  /** Forgets everything; counting begins at zero. */
  public synchronized void clear() {
    requests.clear();
    counts.clear();
    total = 0;
  }

  /** Waits until an endpoint has been asked so often; false if it was not in that time. */
  public synchronized boolean await(Endpoint endpoint, int times, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (counts.getOrDefault(endpoint, 0) < times) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  synchronized void add(ReceivedRequest request) {
    if (requests.size() == KEPT) {
      requests.removeFirst();
    }
    requests.add(request);
    total++;
    if (request.endpoint() != null) {
      counts.merge(request.endpoint(), 1, Integer::sum);
    }
    notifyAll();
  }
}
