package sh.keyway.secrets.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.connect.RoleAnswer.Cause;
import sh.keyway.secrets.SecretsConfig.GitHubRules;
import sh.keyway.secrets.forge.Ages.Age;

/** What an answer's age means, to the second. */
class AgesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Principal MACHINE =
      new Principal.ApiKey(UUID.randomUUID(), UUID.randomUUID(), Set.of());
  private static final Principal PERSON =
      new Principal.Session(UUID.randomUUID(), UUID.randomUUID());

  @ParameterizedTest
  @CsvSource({
    "true,  0,   FRESH",
    "true,  60,  FRESH",
    "true,  61,  AGEING",
    "true,  300, AGEING",
    "true,  301, OLD",
    "false, 60,  FRESH",
    "false, 61,  OLD",
    "true,  -60, FRESH",
    "true,  -61, OLD"
  })
  void aYesAgesAndANoEnds(boolean yes, long seconds, Age expected) {
    assertThat(Ages.of(yes, NOW.minusSeconds(seconds), NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "DOWN,         PT24H, PT1H",
    "RATE_LIMITED, PT15M, PT15M",
    "REFUSED,      PT5M,  PT5M"
  })
  void anOldYesCountsByTheReasonOfSilence(Cause cause, Duration machines, Duration people) {
    Ages ages = new Ages(GitHubRules.usual("https://api.github.com", "https://github.com/apps/k"));

    assertThat(ages.stillCounts(NOW.minus(machines), NOW, MACHINE, cause)).isTrue();
    assertThat(ages.stillCounts(NOW.minus(machines).minusSeconds(1), NOW, MACHINE, cause))
        .isFalse();
    assertThat(ages.stillCounts(NOW.minus(people), NOW, PERSON, cause)).isTrue();
    assertThat(ages.stillCounts(NOW.minus(people).minusSeconds(1), NOW, PERSON, cause)).isFalse();
    assertThat(ages.stillCounts(NOW.plusSeconds(61), NOW, MACHINE, cause))
        .as("checked in the future")
        .isFalse();
  }
}
