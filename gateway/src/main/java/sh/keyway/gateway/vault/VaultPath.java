package sh.keyway.gateway.vault;

import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.gateway.http.Exchange;

/** The vault a path names, {@code /v1/vaults/{owner}/{repo}/…}. */
public final class VaultPath {
  private VaultPath() {}

  /**
   * Its repository, {@code owner/repo}.
   *
   * @throws sh.keyway.contracts.ProblemException NOT_FOUND if no repository can be called so
   */
  public static String of(Exchange exchange) {
    String name = exchange.path("owner") + "/" + exchange.path("repo");
    if (!RepoName.isValid(name)) {
      throw Problem.of(Kind.NOT_FOUND, "Vault not found").exception();
    }
    return name;
  }
}
