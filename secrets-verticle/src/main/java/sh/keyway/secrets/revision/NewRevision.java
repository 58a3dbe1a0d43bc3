package sh.keyway.secrets.revision;

import java.util.List;
import java.util.UUID;
import sh.keyway.contracts.Principal;
import sh.keyway.secrets.permission.Grant;

/**
 * A revision ready to be committed.
 *
 * @param grant the decision that allows it
 * @param principal whose credential it came with
 * @param environmentId the environment
 * @param number the revision's number; the head must still be the one before
 * @param sealed its ciphertext
 * @param keyVersion the key version it was sealed with
 * @param count how many secrets it holds
 * @param created keys that appear
 * @param updated keys whose value changes
 * @param deleted keys that vanish
 */
public record NewRevision(
    Grant grant,
    Principal principal,
    UUID environmentId,
    long number,
    byte[] sealed,
    int keyVersion,
    int count,
    List<String> created,
    List<String> updated,
    List<String> deleted) {

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "NewRevision[" + environmentId + ", " + number + "]";
  }
}
