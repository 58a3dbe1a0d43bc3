package sh.keyway.connect.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.http.Answer;

/**
 * Answers with their ETag, so that asking again costs no quota when nothing changed. Never answers
 * by itself: GitHub is asked each time. May be used from any thread.
 */
final class Remembered {
  private static final int MOST_BYTES = 16 << 20;
  private static final int LARGEST = 64 << 10;
  private static final int OVERHEAD = 512;

  private final Cache<String, Entry> entries =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((String key, Entry entry) -> entry.body().length + OVERHEAD)
          .build();

  /**
   * An answer.
   *
   * @param etag as GitHub wrote it
   * @param body its body
   */
  record Entry(String etag, byte[] body) {
    @Override
    public String toString() {
      return "Entry[" + body.length + " bytes]";
    }
  }

  @Nullable Entry find(Credential who, String path) {
    return who.ours() ? entries.getIfPresent(key(who, path)) : null;
  }

  /** Keeps a successful answer of the App's own that has an ETag and is small. */
  void keep(Credential who, String path, Answer answer) {
    if (who.ours() && answer.status() == 200 && answer.body().length <= LARGEST) {
      answer
          .header("etag")
          .ifPresent(etag -> entries.put(key(who, path), new Entry(etag, answer.body())));
    }
  }

  private static String key(Credential who, String path) {
    return who.key() + " " + path;
  }
}
