package sh.keyway.launcher.badday;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Clients that send one request after the other until they are stopped. */
final class Load implements AutoCloseable {
  private static final long PAUSE_NANOS = 10_000_000;

  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final Map<Integer, AtomicInteger> counts = new TreeMap<>();
  private final AtomicLong slowest = new AtomicLong();
  private volatile boolean stopping;

  private Load() {}

  /** Starts so many clients, each on a connection of its own. */
  static Load start(Client client, Supplier<String> request, int clients) {
    Load load = new Load();
    for (int i = 0; i < clients; i++) {
      load.threads.add(Thread.ofPlatform().start(() -> load.run(client, request)));
    }
    return load;
  }

  private void run(Client client, Supplier<String> request) {
    try (Wire wire = new Wire(client.port())) {
      while (!stopping) {
        String text = request.get();
        long begin = System.nanoTime();
        Answer answer = wire.ask(text);
        slowest.accumulateAndGet((System.nanoTime() - begin) / 1_000_000, Math::max);
        count(answer);
        if (answer.status() != 200) {
          // as a client would; and the machine is needed for the recovery
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } catch (IOException e) {
      faults.add(e.toString());
    }
  }

  private void count(Answer answer) throws IOException {
    synchronized (counts) {
      counts.computeIfAbsent(answer.status(), s -> new AtomicInteger()).incrementAndGet();
    }
    if (answer.status() == 200) {
      answer.data();
    }
  }

  /** How many answers of this status came so far. */
  int count(int status) {
    synchronized (counts) {
      AtomicInteger count = counts.get(status);
      return count == null ? 0 : count.get();
    }
  }

  /** Every status that came, with its number. */
  Map<Integer, AtomicInteger> counts() {
    synchronized (counts) {
      return new TreeMap<>(counts);
    }
  }

  /** Connections that broke. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Milliseconds of the slowest answer so far. */
  long slowestMillis() {
    return slowest.get();
  }

  /** Waits until so many more answers of this status have come. */
  void awaitMore(int status, int more) throws InterruptedException {
    int goal = count(status) + more;
    Until.isTrue(more + " more answers of status " + status, () -> count(status) >= goal);
  }

  @Override
  public void close() {
    stop();
  }

  /** Stops it and waits for the last answers. */
  void stop() {
    stopping = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
