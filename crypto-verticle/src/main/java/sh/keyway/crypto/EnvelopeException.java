package sh.keyway.crypto;

/** Why something did not seal or open. The reason is for the log only, never for the asker. */
final class EnvelopeException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason fixed text without any byte of a message or key
   */
  EnvelopeException(String reason) {
    super(reason, null, false, false);
  }
}
