package sh.keyway.bench;

import java.util.Map;

/**
 * What one slice of load showed.
 *
 * @param requests answered within the slice, whatever the status
 * @param seconds it took
 * @param p50Micros median latency, microseconds
 * @param p99Micros 99th percentile of the latency, microseconds
 * @param errors number of answers per status other than 200
 */
record Load(
    long requests, double seconds, double p50Micros, double p99Micros, Map<Integer, Long> errors) {
  Load {
    errors = Map.copyOf(errors);
  }

  double perSecond() {
    return requests / seconds;
  }

  long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }
}
