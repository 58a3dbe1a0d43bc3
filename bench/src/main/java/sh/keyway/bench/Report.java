package sh.keyway.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects figures and shows them, as a table and as JSON. */
final class Report {
  private final List<Measurement> measurements = new ArrayList<>();
  private final Map<String, Double> values = new LinkedHashMap<>();

  void add(Measurement measurement) {
    measurements.add(measurement);
  }

  /** A single value, such as MiB or seconds, named with its unit. NaN says it is not known. */
  void add(String name, double value) {
    values.put(name, value);
  }

  /** How one measurement compares with another: ratio of the medians, and the range by round. */
  void compare(String name, Measurement of, Measurement with) {
    add(name, of.figure().perSecond() / with.figure().perSecond());
    double[] a = of.perSecond();
    double[] b = with.perSecond();
    double lowest = Double.MAX_VALUE;
    double highest = 0;
    for (int i = 0; i < a.length; i++) {
      lowest = Math.min(lowest, a[i] / b[i]);
      highest = Math.max(highest, a[i] / b[i]);
    }
    add(name + ", lowest round", lowest);
    add(name + ", highest round", highest);
  }

  /**
   * How many times more requests one would answer than the other with the same processor time of
   * server and database; says the same on a busy machine as on a quiet one, more or less.
   */
  void compareCpu(String name, Measurement of, Measurement with) {
    add(name, with.figure().cpuMicros() / of.figure().cpuMicros());
  }

  /** Statuses other than 200 that were seen, or an empty string. */
  String failures() {
    StringBuilder text = new StringBuilder();
    for (Measurement each : measurements) {
      if (!each.errors().isEmpty()) {
        text.append(each.figure().name()).append(": ").append(each.errors()).append('\n');
      }
    }
    return text.toString();
  }

  String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        row(
            "",
            "requests/s",
            "p50 ms",
            "p99 ms",
            "errors",
            "server µs",
            "postgres µs",
            "client µs"));
    for (Measurement each : measurements) {
      Figure f = each.figure();
      text.append(
          row(
              f.name(),
              fixed(0, f.perSecond()),
              fixed(2, f.p50Micros() / 1e3),
              fixed(2, f.p99Micros() / 1e3),
              String.valueOf(f.errors()),
              fixed(1, f.serverCpuMicros()),
              fixed(1, f.postgresCpuMicros()),
              fixed(1, f.clientCpuMicros())));
    }
    text.append('\n');
    values.forEach((name, value) ->
        text.append(
            String.format(
                Locale.ROOT, "%-40s %s%n", name, value.isNaN() ? "unknown" : round(value))));
    return text.toString();
  }

  JsonObject json(Options options) {
    JsonObject figures = new JsonObject();
    for (Measurement each : measurements) {
      Figure f = each.figure();
      JsonArray rounds = new JsonArray();
      for (double perSecond : each.perSecond()) {
        rounds.add(round(perSecond));
      }
      figures.put(
          f.name(),
          new JsonObject()
              .put("requestsPerSecond", round(f.perSecond()))
              .put("requestsPerSecondByRound", rounds)
              .put("p50Ms", f.p50Micros() / 1e3)
              .put("p99Ms", f.p99Micros() / 1e3)
              .put("errors", f.errors())
              .put("serverCpuMicrosPerRequest", round(f.serverCpuMicros()))
              .put("postgresCpuMicrosPerRequest", round(f.postgresCpuMicros()))
              .put("clientCpuMicrosPerRequest", round(f.clientCpuMicros())));
    }
    JsonObject others = new JsonObject();
    values.forEach((name, value) -> others.put(name, value.isNaN() ? null : round(value)));
    return new JsonObject()
        .put("connections", options.connections)
        .put("seconds", options.seconds)
        .put("rounds", options.rounds)
        .put("eventLoops", options.eventLoops)
        .put("jvmFlags", new JsonArray(options.jvmFlags))
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("java", Runtime.version().toString())
        .put("figures", figures)
        .put("values", others);
  }

  private static String row(String name, Object... cells) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-28s", name));
    for (Object cell : cells) {
      row.append(String.format(Locale.ROOT, "%13s", cell));
    }
    return row.append('\n').toString();
  }

  private static String fixed(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1e3;
  }
}
