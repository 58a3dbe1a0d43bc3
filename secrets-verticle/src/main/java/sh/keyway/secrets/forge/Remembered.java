package sh.keyway.secrets.forge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.RoleAnswer;
import sh.keyway.secrets.forge.Outcome.Silent;

/**
 * What of GitHub's answers is remembered in memory, bounded: silence, so that an outage is not
 * waited for again and again; no for names without a vault; what tokens are worth. May be used from
 * any thread.
 */
final class Remembered {
  private static final int MOST = 50_000;

  /** When to ask again at the soonest. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Cache<Object, Quiet> quiet = cache(LONGEST_PAUSE.multipliedBy(2));
  private final Cache<Name, No> noes = cache(Ages.FRESH);
  private final Cache<Token, Worth> tokens = cache(Duration.ofHours(25));

  /** Silence, and until when not to try again unless somebody has to wait for it. */
  record Quiet(Silent silent, Instant until) {}

  /** A user and a name that has no vault. */
  record Name(UUID userId, String repoFullName) {}

  private record No(RoleAnswer answer, Instant at) {}

  /** A personal access token and a repository. */
  record Token(UUID tokenId, long repositoryId) {}

  /** What the token may do there, as GitHub said at that time. */
  record Worth(Optional<Role> role, Instant at) {}

  private static <K, V> Cache<K, V> cache(Duration longest) {
    return Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(longest).build();
  }

  /** The silence this question met a moment ago; null if none. */
  @Nullable Quiet quiet(Object question, Instant now) {
    Quiet found = quiet.getIfPresent(question);
    return found != null && now.isBefore(found.until()) ? found : null;
  }

  /** Notes how a question ended. */
  void note(Object question, Outcome outcome, Instant now) {
    if (outcome instanceof Silent silent) {
      quiet.put(question, new Quiet(silent, pause(silent, now)));
    } else {
      quiet.invalidate(question);
    }
  }

  /** When to ask again after silence. */
  static Instant pause(Silent silent, Instant now) {
    Instant soon = now.plus(PAUSE);
    Instant late = now.plus(LONGEST_PAUSE);
    Instant wish = silent.retryAt();
    if (wish == null || wish.isBefore(soon)) {
      return soon;
    }
    return wish.isAfter(late) ? late : wish;
  }

  /** The fresh no to this; null if none. */
  @Nullable RoleAnswer no(Name name, Instant now) {
    No no = noes.getIfPresent(name);
    return no != null && Ages.of(false, no.at(), now) == Ages.Age.FRESH ? no.answer() : null;
  }

  void remember(Name name, RoleAnswer no, Instant at) {
    noes.put(name, new No(no, at));
  }

  @Nullable Worth worth(Token token) {
    return tokens.getIfPresent(token);
  }

  void remember(Token token, Worth worth) {
    tokens.put(token, worth);
  }

  /** What a token is worth anywhere. */
  void forget(UUID tokenId) {
    tokens.asMap().keySet().removeIf(token -> token.tokenId().equals(tokenId));
  }
}
