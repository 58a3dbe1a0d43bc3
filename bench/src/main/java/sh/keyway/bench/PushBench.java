package sh.keyway.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pushes of 50 secrets, one of them changed each time. */
final class PushBench {
  /** Writers to one environment queue; this many at once is a busy day. */
  private static final int WRITERS_TO_ONE = 8;

  private static final String HOLE = "@@@@@@@@@@";

  private PushBench() {}

  /** An environment per connection first, then few connections on one environment. */
  static List<Measurement> run(Product product, Options options) throws IOException {
    Map<String, String> secrets = new LinkedHashMap<>(Samples.secrets(50));
    secrets.compute(
        "SERVICE_TOKEN_0025",
        (key, value) -> HOLE + String.valueOf(value).substring(HOLE.length()));
    List<String> templates = new ArrayList<>();
    for (int i = 0; i < options.connections; i++) {
      String repo = "bench/push-" + i / Product.ENVIRONMENTS.size();
      int environment = i % Product.ENVIRONMENTS.size();
      if (environment == 0) {
        product.createVault(repo);
      }
      templates.add(product.pushRequest(repo, Product.ENVIRONMENTS.get(environment), secrets));
    }
    Measurement spread =
        new Measurement(
            "d push 50, own environments",
            product.server(),
            options.connections,
            i -> Requests.counting(templates.get(i), HOLE, numbers(i)));
    spread.measure(options.warmup, options.seconds);
    Measurement one =
        new Measurement(
            "d push 50, one environment",
            product.server(),
            Math.min(WRITERS_TO_ONE, options.connections),
            i -> Requests.counting(templates.get(0), HOLE, numbers(1000 + i)));
    one.measure(options.warmup, options.seconds);
    return List.of(spread, one);
  }

  /** Where a connection begins to count, so that no two push the same. */
  private static long numbers(int connection) {
    return connection * 1_000_000L;
  }
}
