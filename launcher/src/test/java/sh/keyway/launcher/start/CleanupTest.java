package sh.keyway.launcher.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupTest {
  private final List<String> undone = new ArrayList<>();

  @Test
  void undoesInOppositeOrderOnceAndPastFailures() throws Exception {
    Cleanup cleanup = new Cleanup();
    cleanup.add("first", () -> undone.add("first"));
    cleanup.add(
        "second",
        () -> {
          undone.add("second");
          throw new IllegalStateException();
        });
    cleanup.add("third", () -> undone.add("third"));

    cleanup.close();
    cleanup.close();

    assertThat(undone).containsExactly("third", "second", "first");
  }

  @Test
  void aStartOvertakenByTheStopLeavesNothing() {
    Cleanup cleanup = new Cleanup();
    cleanup.close();

    assertThatThrownBy(() -> cleanup.add("late", () -> undone.add("late")))
        .isInstanceOf(StartFailure.class);

    assertThat(undone).containsExactly("late");
  }
}
