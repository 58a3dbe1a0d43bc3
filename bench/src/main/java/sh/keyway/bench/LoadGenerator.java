package sh.keyway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/**
 * A closed loop of keep-alive connections driven by the calling thread: each sends its next request
 * when the last is answered. It shares the processors with what it measures, so it does nothing a
 * request does not need: requests are bytes made beforehand, responses are counted off, not parsed.
 */
final class LoadGenerator {
  private static final long SILENCE_MILLIS = 10_000;
  private static final long HIGHEST_MICROS = 60_000_000;

  private LoadGenerator() {}

  /**
   * Warms up, then measures.
   *
   * @param requests makes the requests of the n-th connection
   * @param atStart runs when measuring begins, to read counters beside it
   * @param atEnd runs when it ends
   * @throws IOException if a connection fails or nothing is answered for ten seconds
   */
  static Load run(
      int port,
      int connections,
      IntFunction<Requests> requests,
      int warmupSeconds,
      int seconds,
      Runnable atStart,
      Runnable atEnd)
      throws IOException {
    try (Selector selector = Selector.open()) {
      List<LoadConnection> all = new ArrayList<>();
      try {
        for (int i = 0; i < connections; i++) {
          all.add(new LoadConnection(port, requests.apply(i), selector));
        }
        for (LoadConnection connection : all) {
          connection.send();
        }
        Slice slice = new Slice(selector);
        slice.drive(warmupSeconds);
        atStart.run();
        Load load = slice.drive(seconds);
        atEnd.run();
        return load;
      } finally {
        for (LoadConnection connection : all) {
          connection.close();
        }
      }
    }
  }

  /** The loop itself and its scratch space. */
  private static final class Slice {
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(256 * 1024);
    private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);
    private final Map<Integer, Long> errors = new HashMap<>();

    Slice(Selector selector) {
      this.selector = selector;
    }

    Load drive(int seconds) throws IOException {
      micros.reset();
      long start = System.nanoTime();
      long end = start + seconds * 1_000_000_000L;
      while (System.nanoTime() < end) {
        if (select() == 0) {
          throw new IOException("no answer for " + SILENCE_MILLIS + " ms");
        }
      }
      return new Load(
          micros.getTotalCount(),
          (System.nanoTime() - start) / 1e9,
          micros.getValueAtPercentile(50),
          micros.getValueAtPercentile(99),
          errors);
    }

    private int select() throws IOException {
      try {
        return selector.select(this::ready, SILENCE_MILLIS);
      } catch (UncheckedIOException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    private void ready(SelectionKey key) {
      LoadConnection connection = (LoadConnection) key.attachment();
      try {
        if (key.isWritable()) {
          connection.flush();
        }
        int status = key.isReadable() ? connection.receive(in) : 0;
        if (status != 0) {
          long taken = (System.nanoTime() - connection.sentAt()) / 1000;
          micros.recordValue(Math.min(taken, HIGHEST_MICROS));
          if (status != 200) {
            errors.merge(status, 1L, Long::sum);
          }
          connection.send();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
