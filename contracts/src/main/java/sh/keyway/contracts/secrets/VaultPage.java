package sh.keyway.contracts.secrets;

import java.util.List;

/**
 * One page of vaults.
 *
 * @param vaults the page
 * @param total how many there are in all
 */
public record VaultPage(List<VaultView> vaults, int total) {
  /** Copies the list in. */
  public VaultPage {
    vaults = List.copyOf(vaults);
  }
}
