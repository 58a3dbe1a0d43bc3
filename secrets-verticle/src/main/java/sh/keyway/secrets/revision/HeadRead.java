package sh.keyway.secrets.revision;

/**
 * The head of an environment, opened and read.
 *
 * @param number the revision's number, 0 if the environment never had one
 * @param count how many secrets it holds
 * @param content what the reader made of its body; never printed
 * @param <T> whatever that is
 */
public record HeadRead<T>(long number, int count, T content) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "HeadRead[" + number + ", " + count + " secrets]";
  }
}
