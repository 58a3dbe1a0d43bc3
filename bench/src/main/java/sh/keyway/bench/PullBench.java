package sh.keyway.bench;

import java.io.IOException;
import java.util.List;
import java.util.SequencedMap;

/** Pulls: of 50 secrets from each server in turn, and of few and many from the product. */
final class PullBench {
  private static final String REPO = "o/r";

  private final Options options;

  PullBench(Options options) {
    this.options = options;
  }

  /** A raw server's 50 secrets, checked. */
  Measurement raw(String name, ServerProcess server) throws IOException {
    return checked(name, server, Requests.get("/", ""), Samples.secrets(50));
  }

  /** The product's 50 secrets, pushed and checked. */
  Measurement product(Product product) throws IOException {
    return stored("c product, pull 50", product, REPO, 50);
  }

  /** Pulls of 1 and of 500 secrets from the product. */
  List<Measurement> sizes(Product product) throws IOException {
    List<Measurement> all =
        List.of(
            stored("e product, pull 1", product, "bench/one", 1),
            stored("e product, pull 500", product, "bench/many", 500));
    for (Measurement each : all) {
      each.measure(options.warmup, options.seconds);
    }
    return all;
  }

  /** Each in turn, several times over, so that what else the machine does hits all alike. */
  void rounds(List<Measurement> measurements) throws IOException {
    for (int round = 1; round <= options.rounds; round++) {
      System.err.println("round " + round + " of " + options.rounds);
      for (Measurement each : measurements) {
        each.measure(round == 1 ? 3 * options.warmup : options.warmup, options.seconds);
      }
    }
  }

  private Measurement stored(String name, Product product, String repo, int count)
      throws IOException {
    SequencedMap<String, String> secrets = Samples.secrets(count);
    product.createVault(repo);
    product.push(repo, "production", secrets);
    return checked(name, product.server(), product.pullRequest(repo, "production"), secrets);
  }

  private Measurement checked(
      String name, ServerProcess server, String request, SequencedMap<String, String> secrets)
      throws IOException {
    int length = Pulls.check(server, request, secrets);
    System.err.printf("%s answers with %d characters%n", name, length);
    return new Measurement(name, server, options.connections, i -> Requests.always(request));
  }
}
