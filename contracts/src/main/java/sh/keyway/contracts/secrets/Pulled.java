package sh.keyway.contracts.secrets;

/**
 * The secrets of an environment.
 *
 * @param revision the revision they were read from
 * @param count how many there are
 * @param content the text of a {@code .env} file, or of a JSON object, as asked for, in UTF-8;
 *     handed over without a copy
 */
public record Pulled(long revision, int count, byte[] content) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "Pulled[revision " + revision + ", " + count + " secrets]";
  }
}
