package sh.keyway.gateway.admin;

import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.vault.RepoName;

/** Repositories in paths. */
final class Repositories {
  private Repositories() {}

  /**
   * The path parameters {@code owner} and {@code repo}, joined.
   *
   * @throws sh.keyway.contracts.ProblemException NOT_FOUND if nothing can be called so
   */
  static String of(Exchange exchange) {
    String name = exchange.path("owner") + "/" + exchange.path("repo");
    if (!RepoName.isValid(name)) {
      throw Problem.of(Kind.NOT_FOUND, "There is no repository of that name").exception();
    }
    return name;
  }
}
