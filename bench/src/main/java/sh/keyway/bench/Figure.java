package sh.keyway.bench;

/**
 * A figure of the report: medians over the rounds.
 *
 * @param name what was measured
 * @param rounds how many slices it is the median of
 * @param perSecond requests answered
 * @param p50Micros median latency, microseconds
 * @param p99Micros 99th percentile, microseconds
 * @param errors answers other than 200, over all rounds
 * @param serverCpuMicros processor time of the server per request, microseconds
 * @param postgresCpuMicros processor time of PostgreSQL per request, microseconds; 0 if unknown
 * @param clientCpuMicros processor time of the load generator per request, microseconds
 */
record Figure(
    String name,
    int rounds,
    double perSecond,
    double p50Micros,
    double p99Micros,
    long errors,
    double serverCpuMicros,
    double postgresCpuMicros,
    double clientCpuMicros) {

  /** Processor time of server and PostgreSQL together per request, microseconds. */
  double cpuMicros() {
    return serverCpuMicros + postgresCpuMicros;
  }
}
