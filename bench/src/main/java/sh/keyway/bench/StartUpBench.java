package sh.keyway.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** From the built jar to the first 200, with no configuration: its own PostgreSQL included. */
final class StartUpBench {
  private static final int WARM_STARTS = 3;

  private StartUpBench() {}

  /**
   * Seconds.
   *
   * @param first start on an empty folder
   * @param warm median of later starts on the same folder
   */
  record Seconds(double first, double warm) {}

  static Seconds run(Options options, Path folder) throws IOException, InterruptedException {
    Path data = folder.resolve("start-up");
    double first = start(options, folder, data);
    double[] warm = new double[WARM_STARTS];
    for (int i = 0; i < warm.length; i++) {
      warm[i] = start(options, folder, data);
    }
    return new Seconds(first, Medians.of(warm));
  }

  private static double start(Options options, Path folder, Path data)
      throws IOException, InterruptedException {
    try (Product product = Product.start("start-up", options, folder, data, Map.of())) {
      double seconds = product.server().ready().toMillis() / 1e3;
      System.err.printf("  start-up %.2f s%n", seconds);
      return seconds;
    }
  }
}
