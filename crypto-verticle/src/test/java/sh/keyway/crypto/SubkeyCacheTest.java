package sh.keyway.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.crypto.Purpose;

/** Bounded, least recently used first out, and wiped on the way out. */
class SubkeyCacheTest {
  private final SubkeyCache cache = new SubkeyCache(2);
  private final List<Long> derived = new ArrayList<>();

  @Test
  void theOneUnusedForLongestIsWiped() {
    byte[] first = new byte[] {1};
    byte[] second = new byte[] {2};
    Subkey one = get(1, first);
    Subkey two = get(2, second);
    get(1, first);

    get(3, new byte[] {3});

    assertThat(two.isDestroyed()).isTrue();
    assertThat(second).containsExactly(0);
    assertThat(one.isDestroyed()).isFalse();
    assertThat(first).containsExactly(1);
    assertThat(cache.size()).isEqualTo(2);
    assertThat(derived).containsExactly(1L, 2L, 3L);
  }

  @Test
  void clearingWipesAll() {
    Subkey one = get(1, new byte[] {1});
    Subkey two = get(2, new byte[] {2});

    cache.clear();

    assertThat(one.isDestroyed()).isTrue();
    assertThat(two.isDestroyed()).isTrue();
    assertThat(cache.size()).isZero();
  }

  @Test
  void whatCannotBeDerivedIsNotKeptAndEvictsNothing() {
    Subkey one = get(1, new byte[] {1});
    get(2, new byte[] {2});

    assertThat(cache.get(id(3), id -> null)).isNull();

    assertThat(cache.size()).isEqualTo(2);
    assertThat(one.isDestroyed()).isFalse();
  }

  @Test
  void versionPurposeAndScopeAllCount() {
    SubkeyCache roomy = new SubkeyCache(10);
    UUID scope = new UUID(0, 1);
    for (SubkeyCache.Id id :
        List.of(
            new SubkeyCache.Id(1, Purpose.REVISION, scope),
            new SubkeyCache.Id(2, Purpose.REVISION, scope),
            new SubkeyCache.Id(1, Purpose.KEY_CHECK, scope),
            new SubkeyCache.Id(1, Purpose.REVISION, new UUID(1, 0)))) {
      roomy.get(id, i -> new Subkey(new byte[1]));
    }
    assertThat(roomy.size()).isEqualTo(4);
  }

  private Subkey get(long scope, byte[] bytes) {
    return Objects.requireNonNull(
        cache.get(
            id(scope),
            id -> {
              derived.add(scope);
              return new Subkey(bytes);
            }));
  }

  private static SubkeyCache.Id id(long scope) {
    return new SubkeyCache.Id(1, Purpose.REVISION, new UUID(0, scope));
  }
}
