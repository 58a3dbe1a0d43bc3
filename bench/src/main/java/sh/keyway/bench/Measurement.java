package sh.keyway.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/** One kind of request against one server, measured in slices. */
final class Measurement {
  private final String name;
  private final ServerProcess server;
  private final int connections;
  private final IntFunction<Requests> requests;
  private final List<Slice> slices = new ArrayList<>();

  Measurement(String name, ServerProcess server, int connections, IntFunction<Requests> requests) {
    this.name = name;
    this.server = server;
    this.connections = connections;
    this.requests = requests;
  }

  /**
   * Load, and the processor time spent beside it.
   *
   * @param load what the clients saw
   * @param serverCpu seconds
   * @param postgresCpu seconds
   * @param clientCpu seconds
   */
  private record Slice(Load load, double serverCpu, double postgresCpu, double clientCpu) {}

  /** Seconds of processor time used so far: by the server, by PostgreSQL, by this process. */
  private double[] cpu() {
    return new double[] {
      Machine.cpuSeconds(server.process().toHandle()),
      Machine.postgresCpuSeconds(),
      Machine.cpuSeconds(ProcessHandle.current())
    };
  }

  /** Measures a slice after a warm-up. */
  void measure(int warmupSeconds, int seconds) throws IOException {
    double[][] cpu = new double[2][];
    Load load =
        LoadGenerator.run(
            server.port(),
            connections,
            requests,
            warmupSeconds,
            seconds,
            () -> cpu[0] = cpu(),
            () -> cpu[1] = cpu());
    slices.add(
        new Slice(load, cpu[1][0] - cpu[0][0], cpu[1][1] - cpu[0][1], cpu[1][2] - cpu[0][2]));
    System.err.printf("  %-28s %8.0f/s%n", name, load.perSecond());
  }

  /** Requests per second of each slice, in order. */
  double[] perSecond() {
    return slices.stream().mapToDouble(slice -> slice.load().perSecond()).toArray();
  }

  /** Answers other than 200 by status, over all slices. */
  Map<Integer, Long> errors() {
    Map<Integer, Long> errors = new TreeMap<>();
    slices.forEach(s -> s.load().errors().forEach((k, v) -> errors.merge(k, v, Long::sum)));
    return errors;
  }

  ServerProcess server() {
    return server;
  }

  /** Medians over the slices. */
  Figure figure() {
    return new Figure(
        name,
        slices.size(),
        median(s -> s.load().perSecond()),
        median(s -> s.load().p50Micros()),
        median(s -> s.load().p99Micros()),
        slices.stream().mapToLong(s -> s.load().errorCount()).sum(),
        median(s -> 1e6 * s.serverCpu() / s.load().requests()),
        median(s -> 1e6 * s.postgresCpu() / s.load().requests()),
        median(s -> 1e6 * s.clientCpu() / s.load().requests()));
  }

  private double median(ToDoubleFunction<Slice> of) {
    return Medians.of(slices.stream().mapToDouble(of).toArray());
  }
}
