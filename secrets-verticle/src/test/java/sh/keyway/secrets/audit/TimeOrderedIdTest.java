package sh.keyway.secrets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimeOrderedIdTest {
  @Test
  void idsAreVersionSevenWithTheirMilliseconds() {
    UUID id = TimeOrderedId.next(Instant.ofEpochMilli(0x0123_4567_89abL));

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.toString()).startsWith("01234567-89ab-7000-");
  }

  @Test
  void whatHappenedAMicrosecondLaterSortsLater() {
    List<String> ids = new ArrayList<>();
    Instant at = Instant.parse("2026-11-24T10:00:00.000000Z");
    for (int i = 0; i < 3_000; i++) {
      ids.add(TimeOrderedId.next(at.plusNanos(i * 1_000L)).toString());
    }

    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }
}
