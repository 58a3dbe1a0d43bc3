package sh.keyway.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Memory and processor time of processes, as the operating system counts them. */
final class Machine {
  private Machine() {}

  /**
   * Resident memory of a process ({@code VmRSS}), MiB; NaN where there is no {@code /proc}.
   *
   * @param pid of the process
   */
  static double rssMib(long pid) {
    return kib(Path.of("/proc", String.valueOf(pid), "status"), "VmRSS:") / 1024;
  }

  /**
   * Memory of the PostgreSQL processes below this one, MiB: their own and, counted once, what they
   * share ({@code Pss}); NaN where it cannot be told.
   */
  static double postgresPssMib() {
    List<ProcessHandle> all = postgres();
    return all.isEmpty()
        ? Double.NaN
        : all.stream()
            .mapToDouble(p -> kib(Path.of("/proc", p.pid() + "", "smaps_rollup"), "Pss:") / 1024)
            .sum();
  }

  /** The same with {@code VmRSS}: memory shared by several counts several times. */
  static double postgresRssMib() {
    List<ProcessHandle> all = postgres();
    return all.isEmpty() ? Double.NaN : all.stream().mapToDouble(p -> rssMib(p.pid())).sum();
  }

  /** Processor time the PostgreSQL processes below this one have used, seconds. */
  static double postgresCpuSeconds() {
    return postgres().stream().mapToDouble(Machine::cpuSeconds).sum();
  }

  /** Processor time a process has used, seconds; 0 if unknown. */
  static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }

  /** Runnable processes, mean of the last minute; NaN if unknown. */
  static double loadAverage() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? Double.NaN : load;
  }

  private static List<ProcessHandle> postgres() {
    return ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().command().orElse("").endsWith("/postgres"))
        .toList();
  }

  private static double kib(Path file, String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name)) {
          return Double.parseDouble(line.replaceAll("[^0-9]", ""));
        }
      }
    } catch (IOException e) {
      // the process has ended, or there is no /proc
    }
    return Double.NaN;
  }
}
