package sh.keyway.contracts.secrets;

/**
 * A device code, pending.
 *
 * @param deviceCode the client's secret, 64 hexadecimal digits
 * @param userCode for a person to type, {@code XXXXX-XXXXX}
 * @param expiresIn seconds it is good for
 * @param interval seconds to leave between polls
 */
public record DeviceStarted(String deviceCode, String userCode, int expiresIn, int interval) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "DeviceStarted[" + expiresIn + " s]";
  }
}
