package sh.keyway.bench;

import java.util.Arrays;

/** The middle of a few measurements. */
final class Medians {
  private Medians() {}

  /**
   * Median; of an even number, the mean of the two in the middle.
   *
   * @throws IllegalArgumentException if there are none
   */
  static double of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
