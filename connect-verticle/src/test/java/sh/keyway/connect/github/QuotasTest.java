package sh.keyway.connect.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import sh.keyway.connect.http.Answer;
import sh.keyway.connect.http.UnreachableException;

/** Every way GitHub says "slow down", and what looks like it but is not. */
class QuotasTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final String WHO = "installation:1";

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final Quotas quotas = new Quotas(now::get);

  @Test
  void aRefusalForWantOfPermissionIsNoLimit() {
    assertThat(note(403, "Resource not accessible by integration", "x-ratelimit-remaining", "17"))
        .isNull();
    assertThat(quotas.refusal(WHO)).isEmpty();
  }

  @Test
  void aSecondaryLimitWithoutHeadersLastsAMinute() {
    assertThat(note(403, "You have exceeded a secondary RATE LIMIT"))
        .isEqualTo(NOW.plusSeconds(60));
    assertThat(note(429, "")).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void retryAfterGoesBeforeTheReset() {
    assertThat(note(429, "", "retry-after", "7", "x-ratelimit-remaining", "0"))
        .isEqualTo(NOW.plusSeconds(7));
  }

  @Test
  void nonsenseIsBounded() {
    assertThat(note(429, "", "retry-after", "999999999999")).isBeforeOrEqualTo(in(65));
    assertThat(note(403, "", "x-ratelimit-remaining", "0", "x-ratelimit-reset", "99999999999999"))
        .isBeforeOrEqualTo(in(65));
    assertThat(note(403, "", "x-ratelimit-remaining", "0", "x-ratelimit-reset", "-5"))
        .isEqualTo(NOW.plusSeconds(1));
    assertThat(note(429, "", "retry-after", "Tue, 24 Nov 2026 10:00:05 GMT"))
        .isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void theLastCallOfAQuotaStopsTheNext() {
    String reset = Long.toString(NOW.plusSeconds(100).getEpochSecond());

    assertThat(note(200, "", "x-ratelimit-remaining", "0", "x-ratelimit-reset", reset)).isNull();

    assertThat(quotas.refusal(WHO)).isPresent();
    assertThat(quotas.refusal("installation:2")).isEmpty();
    now.set(NOW.plusSeconds(101));
    assertThat(quotas.refusal(WHO)).isEmpty();
  }

  @Test
  void anAnswerThatWasUnderWayDoesNotLiftALimit() {
    note(429, "", "retry-after", "50", "x-ratelimit-remaining", "4000");

    note(200, "", "x-ratelimit-remaining", "3999");

    assertThat(quotas.refusal(WHO)).isPresent();
    now.set(NOW.plusSeconds(51));
    assertThat(quotas.refusal(WHO)).isEmpty();
  }

  @Test
  void strangersStopWhileAFifthIsLeft() {
    String reset = Long.toString(NOW.plusSeconds(100).getEpochSecond());
    note(
        200,
        "",
        "x-ratelimit-limit",
        "100",
        "x-ratelimit-remaining",
        "20",
        "x-ratelimit-reset",
        reset);
    assertThat(quotas.refusalForStrangers(WHO)).isEmpty();

    note(
        200,
        "",
        "x-ratelimit-limit",
        "100",
        "x-ratelimit-remaining",
        "19",
        "x-ratelimit-reset",
        reset);
    assertThat(quotas.refusalForStrangers(WHO)).isPresent();
    assertThat(quotas.refusal(WHO)).isEmpty();

    now.set(NOW.plusSeconds(101));
    assertThat(quotas.refusalForStrangers(WHO)).isEmpty();
  }

  private static Instant in(int minutes) {
    return NOW.plus(Duration.ofMinutes(minutes));
  }

  private @org.jspecify.annotations.Nullable Instant note(
      int status, String body, String... headers) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < headers.length; i += 2) {
      map.add(headers[i], headers[i + 1]);
    }
    return quotas
        .note(WHO, new Answer(status, map, body.getBytes(StandardCharsets.UTF_8)))
        .map(UnreachableException::retryAt)
        .orElse(null);
  }
}
