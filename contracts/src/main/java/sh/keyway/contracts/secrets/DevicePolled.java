package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;

/**
 * What has become of a device code.
 *
 * @param status where it stands
 * @param session with {@link Status#APPROVED}, else null. A code makes one session; asking again
 *     within a few seconds, when the answer was lost, gives the same
 */
public record DevicePolled(Status status, @Nullable SessionFacts session) {

  /** Where a device code stands. */
  public enum Status {
    /** Nobody has decided yet. */
    PENDING,
    /** Approved. */
    APPROVED,
    /** Somebody said no. */
    DENIED,
    /** Too late, or redeemed before. */
    EXPIRED
  }
}
