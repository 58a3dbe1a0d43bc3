package sh.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MediansTest {
  @Test
  void ofNothingThereIsNone() {
    assertThatThrownBy(Medians::of).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isTheOneInTheMiddle() {
    assertThat(Medians.of(9, 1, 5)).isEqualTo(5);
    assertThat(Medians.of(7)).isEqualTo(7);
  }

  @Test
  void isBetweenTheTwoInTheMiddle() {
    assertThat(Medians.of(4, 1, 100, 2)).isEqualTo(3);
  }

  @Test
  void leavesItsInputAlone() {
    double[] values = {3, 1, 2};

    Medians.of(values);

    assertThat(values).containsExactly(3, 1, 2);
  }
}
