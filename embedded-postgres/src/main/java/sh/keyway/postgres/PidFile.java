package sh.keyway.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says. It is written in steps, so lines may be missing.
 *
 * @param pid of the postmaster
 * @param port it listens on, 0 if not yet written
 * @param ready whether it accepts connections
 */
record PidFile(long pid, int port, boolean ready) {
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  static Path path(Layout layout) {
    return layout.data().resolve("postmaster.pid");
  }

  /** Empty if there is none or its first line is no number. */
  static Optional<PidFile> read(Layout layout) throws IOException {
    try {
      List<String> lines = Files.readAllLines(path(layout));
      return Optional.of(
          new PidFile(
              Long.parseLong(line(lines, 0)),
              line(lines, PORT_LINE).isEmpty() ? 0 : Integer.parseInt(line(lines, PORT_LINE)),
              line(lines, STATUS_LINE).equals("ready")));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index).strip() : "";
  }
}
