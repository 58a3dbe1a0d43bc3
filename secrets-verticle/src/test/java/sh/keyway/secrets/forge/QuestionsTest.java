package sh.keyway.secrets.forge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import sh.keyway.secrets.forge.Outcome.Answered;
import sh.keyway.secrets.forge.Outcome.Silent;

/** What a user may cost GitHub. */
class QuestionsTest {
  private final Time time = new Time();
  private final Questions questions = new Questions(time);
  private final UUID eve = UUID.randomUUID();
  private int asked;

  private static final class Time implements TimeMeter {
    private long nanos;

    void pass(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  @Test
  void somebodyGuessesNamesAllDayLong() {
    for (int minute = 0; minute < 60; minute++) {
      for (int i = 0; i < 10; i++) {
        ask(eve, true, answered());
      }
      time.pass(Duration.ofMinutes(1));
    }

    assertThat(asked).isBetween(Questions.STRANGE_PER_HOUR, 2 * Questions.STRANGE_PER_HOUR - 1);
    for (int i = 0; i < 20; i++) {
      ask(eve, true, answered());
    }
    assertThat(ask(eve, true, answered())).isEqualTo(Silent.OVER_LIMIT);
    assertThat(ask(eve, false, answered())).as("their own vaults").isInstanceOf(Answered.class);
    assertThat(ask(UUID.randomUUID(), true, answered())).isInstanceOf(Answered.class);
  }

  @Test
  void anOutageUsesNothingUp() {
    for (int i = 0; i < 2 * Questions.STRANGE_PER_HOUR; i++) {
      assertThat(ask(eve, true, Silent.DOWN)).isEqualTo(Silent.DOWN);
    }

    assertThat(ask(eve, true, answered())).isInstanceOf(Answered.class);
  }

  @Test
  void aRefusedGuessCostsNothingOfTheOtherLimit() {
    for (int i = 0; i < Questions.PER_MINUTE; i++) {
      ask(eve, false, answered());
    }
    for (int i = 0; i < 2 * Questions.STRANGE_PER_HOUR; i++) {
      assertThat(ask(eve, true, answered())).isEqualTo(Silent.OVER_LIMIT);
    }
    time.pass(Duration.ofMinutes(1));

    assertThat(ask(eve, true, answered())).isInstanceOf(Answered.class);
  }

  private Outcome ask(UUID user, boolean stranger, Outcome outcome) {
    return questions
        .ask(
            new Object(),
            user,
            stranger,
            () -> {
              asked++;
              return Future.succeededFuture(outcome);
            })
        .result();
  }

  private static Outcome answered() {
    return new Answered(Optional.empty(), Instant.EPOCH, null);
  }
}
