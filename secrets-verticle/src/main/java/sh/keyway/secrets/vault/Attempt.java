package sh.keyway.secrets.vault;

import sh.keyway.contracts.Caller;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Metadata;

/**
 * A change of a vault's settings that somebody wants to make.
 *
 * @param caller who
 * @param repoFullName the vault
 * @param action what a refusal is recorded as
 * @param change what exactly, in a word for the audit
 * @param refusal what to tell whoever has a role that is not enough
 */
public record Attempt(
    Caller caller, String repoFullName, Action action, String change, String refusal) {
  /** What the audit says of it, done or refused. */
  public Metadata metadata() {
    return Metadata.empty().with("repoFullName", repoFullName).with("change", change);
  }
}
