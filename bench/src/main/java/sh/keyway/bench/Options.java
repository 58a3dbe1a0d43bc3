package sh.keyway.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to measure and how; filled by picocli, then only read. */
final class Options {
  /** The parts of a run. */
  enum Part {
    a,
    b,
    c,
    d,
    e,
    f
  }

  @Option(
      names = "--only",
      split = ",",
      description =
          "a raw server, a row per secret; b raw server, one sealed blob; c product, pull; d"
              + " product, push; e product, pull of 1 and of 500; f start-up. Default: all")
  Set<Part> only = EnumSet.allOf(Part.class);

  @Option(names = "--connections", description = "closed loop of so many (${DEFAULT-VALUE})")
  int connections = 64;

  @Option(names = "--seconds", description = "length of a measured slice (${DEFAULT-VALUE})")
  int seconds = 15;

  @Option(
      names = "--warmup",
      description =
          "seconds of load before each slice, three times as many before the first (${DEFAULT-VALUE})")
  int warmup = 10;

  @Option(names = "--rounds", description = "turns of a, b and c (${DEFAULT-VALUE})")
  int rounds = 3;

  @Option(names = "--event-loops", description = "of each server process (${DEFAULT-VALUE})")
  int eventLoops = 2;

  @Option(
      names = "--jvm-flags",
      split = " ",
      description = "of each server process, raw and product alike (those in keyway-server)")
  List<String> jvmFlags = List.of();

  @Option(names = "--server", description = "the product's jar (${DEFAULT-VALUE})")
  Path server = Path.of("launcher/target/keyway-server.jar");

  @Option(names = "--json", description = "where to write the figures")
  @Nullable Path json;

  @Option(
      names = "--database",
      description =
          "postgres://user:password@host:port/name of a PostgreSQL to use instead of starting one;"
              + " the user owns the database")
  @Nullable URI database;

  @Option(
      names = "--folder",
      description = "where logs and data go and stay; otherwise a temporary folder")
  @Nullable Path folder;

  @Option(names = "--help", usageHelp = true, description = "this text")
  boolean help;

  boolean runs(Part part) {
    return only.contains(part);
  }

  /** Whether any part needs the product. */
  boolean runsProduct() {
    return runs(Part.c) || runs(Part.d) || runs(Part.e) || runs(Part.f);
  }

  /**
   * Refuses what makes no sense.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  void check() {
    if (connections < 1 || seconds < 1 || rounds < 1 || eventLoops < 1 || warmup < 0) {
      throw new IllegalArgumentException("numbers begin at 1");
    }
    if (connections > 1000) {
      throw new IllegalArgumentException("--connections goes up to 1000");
    }
  }
}
