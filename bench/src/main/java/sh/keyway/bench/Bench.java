package sh.keyway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sh.keyway.bench.Options.Part;

/** Measures the product beside the limit of the machine, in one run on one PostgreSQL. */
@Command(name = "bench/run", sortOptions = false)
final class Bench implements Callable<Integer> {
  @Mixin private Options options = new Options();

  private final Report report = new Report();

  private Bench() {}

  /** Runs the bench; the exit code is 1 if any answer was not a 200. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          System.err.println(failure.getMessage());
          return 2;
        });
  }

  @Override
  public Integer call() throws Exception {
    options.check();
    if (options.jvmFlags.isEmpty()) {
      options.jvmFlags = JvmFlags.of(Path.of("keyway-server"));
    }
    if (options.runsProduct() && !Files.isRegularFile(options.server)) {
      throw new IllegalArgumentException(
          options.server + " is missing: build it, or leave out c to f with --only a,b");
    }
    Path folder =
        options.folder != null ? options.folder : Files.createTempDirectory("keyway-bench");
    System.err.println("logs and data in " + folder);
    report.add("load of the machine before", Machine.loadAverage());
    try (Database database = Database.open(options.database, folder.resolve("postgres"))) {
      requests(folder, database);
    }
    if (options.runs(Part.f)) {
      StartUpBench.Seconds seconds = StartUpBench.run(options, folder);
      report.add("first start, s", seconds.first());
      report.add("warm start, s", seconds.warm());
    }
    return finish(folder);
  }

  private void requests(Path folder, Database database) throws Exception {
    List<AutoCloseable> running = new ArrayList<>();
    try {
      PullBench pulls = new PullBench(options);
      List<Measurement> turns = new ArrayList<>();
      if (options.runs(Part.a) || options.runs(Part.b)) {
        RawServers raw = new RawServers(options, folder, database.url());
        if (options.runs(Part.a)) {
          turns.add(pulls.raw("a raw, 50 rows", started(raw.start(RawShape.ROWS), running)));
        }
        if (options.runs(Part.b)) {
          turns.add(pulls.raw("b raw, one blob", started(raw.start(RawShape.BLOB), running)));
        }
      }
      Product product = null;
      if (options.runs(Part.c) || options.runs(Part.d) || options.runs(Part.e)) {
        product =
            started(
                Product.start(
                    "product", options, folder, folder.resolve("data"), keys(database.url())),
                running);
      }
      if (product != null && options.runs(Part.c)) {
        turns.add(pulls.product(product));
      }
      pulls.rounds(turns);
      turns.forEach(report::add);
      ratios(turns);
      memory(turns);
      if (product != null && options.runs(Part.d)) {
        PushBench.run(product, options).forEach(report::add);
      }
      if (product != null && options.runs(Part.e)) {
        pulls.sizes(product).forEach(report::add);
      }
    } finally {
      for (AutoCloseable each : running.reversed()) {
        each.close();
      }
    }
  }

  private void ratios(List<Measurement> turns) {
    Measurement last = turns.isEmpty() ? null : turns.getLast();
    if (last == null || !options.runs(Part.c)) {
      return;
    }
    for (Measurement each : turns) {
      if (each != last) {
        report.compare("c/" + each.figure().name().charAt(0), last, each);
        report.compareCpu("c/" + each.figure().name().charAt(0) + " by processor time", last, each);
      }
    }
  }

  private void memory(List<Measurement> turns) {
    for (Measurement each : turns) {
      double rss = Machine.rssMib(each.server().process().pid());
      report.add("RSS of " + each.figure().name() + ", MiB", rss);
    }
    report.add("RSS of PostgreSQL (sum), MiB", Machine.postgresRssMib());
    report.add("PSS of PostgreSQL, MiB", Machine.postgresPssMib());
  }

  private int finish(Path folder) throws IOException {
    System.out.print(report.table());
    if (options.json != null) {
      Files.writeString(options.json, report.json(options).encodePrettily() + "\n");
    }
    if (!report.failures().isEmpty()) {
      System.err.println("answers other than 200:\n" + report.failures() + "logs in " + folder);
      return 1;
    }
    if (options.folder == null) {
      delete(folder);
    }
    return 0;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static <T extends AutoCloseable> T started(T server, List<AutoCloseable> running) {
    running.add(server);
    return server;
  }

  private static Map<String, String> keys(String databaseUrl) {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[32];
    random.nextBytes(key);
    byte[] jwt = new byte[32];
    random.nextBytes(jwt);
    HexFormat hex = HexFormat.of();
    return Map.of(
        "DATABASE_URL", databaseUrl,
        "ENCRYPTION_KEY", hex.formatHex(key),
        "JWT_SECRET", hex.formatHex(jwt));
  }
}
