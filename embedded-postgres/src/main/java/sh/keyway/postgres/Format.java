package sh.keyway.postgres;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What kind of data folder this is, so that a release never works on one it does not know. */
final class Format {
  static final int LAYOUT = 1;
  static final int POSTGRESQL = 18;

  private Format() {}

  /** Refuses a folder of another kind before anything in it changes; marks a new one. */
  static void check(Layout layout) throws IOException {
    if (Files.exists(layout.format())) {
      Properties format = new Properties();
      format.load(new StringReader(Files.readString(layout.format())));
      require(layout, "layout", format.getProperty("layout", ""), LAYOUT);
      require(layout, "PostgreSQL major", format.getProperty("postgresql", ""), POSTGRESQL);
    }
    Path version = layout.data().resolve("PG_VERSION");
    if (Files.exists(version)) {
      require(layout, "PostgreSQL major", Files.readString(version).strip(), POSTGRESQL);
    }
    if (!Files.exists(layout.format())) {
      Files600.write(layout.format(), "layout=" + LAYOUT + "\npostgresql=" + POSTGRESQL + "\n");
    }
  }

  private static void require(Layout layout, String what, String found, int known) {
    if (!found.equals(Integer.toString(known))) {
      String shown = found.matches("[0-9.]{1,9}") ? found : "unreadable";
      throw new EmbeddedPostgresException(
          "the data folder %s has %s %s, this release works with %d only; nothing was changed. Start the release that made it, or move the data over with a dump"
              .formatted(layout.folder(), what, shown, known));
    }
  }
}
