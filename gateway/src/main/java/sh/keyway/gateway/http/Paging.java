package sh.keyway.gateway.http;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for (http-auth §1.8).
 *
 * @param limit 1 to 100
 * @param offset at least 0
 */
public record Paging(int limit, int offset) {
  private static final int USUAL = 20;
  private static final int MOST = 100;

  /**
   * Reads {@code limit} and {@code offset}; nothing is clamped.
   *
   * @throws sh.keyway.contracts.ProblemException VALIDATION_ERROR if either is out of bounds
   */
  public static Paging of(Query query) {
    @Nullable Integer limit = query.integer("limit", 1, MOST);
    @Nullable Integer offset = query.integer("offset", 0, Integer.MAX_VALUE);
    return new Paging(limit == null ? USUAL : limit, offset == null ? 0 : offset);
  }
}
