package sh.keyway.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not ours to touch is refused with a reason, and left as it was. */
class RefusalTest {
  @TempDir Path temporary;

  @Test
  void aSecondServerOnTheFolder() throws Exception {
    Path folder = DataFolders.prepared();
    try (EmbeddedPostgres first = EmbeddedPostgres.start(folder)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
            .isInstanceOf(EmbeddedPostgresException.class)
            .hasMessageContaining("another server is running on the data folder");
        try (ChildServer second = ChildServer.start(folder)) {
          assertThat(String.join(" ", second.outcome()))
              .contains("refused another server is running on the data folder");
        }
      }
      assertThat(Sql.query(first.application(), "select 1")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "layout=2\npostgresql=18\n",
        "layout=1\npostgresql=17\n",
        "layout=1\npostgresql=19\n",
        "layout=1\n",
        "",
        "\u0000\u0001\u0002"
      })
  void aFolderOfAnotherRelease(String format) throws Exception {
    Path folder = imitation("18");
    Files.writeString(folder.resolve("format"), format);
    List<String> before = listing(folder);

    assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("nothing was changed");

    assertThat(listing(folder)).isEqualTo(before);
  }

  @Test
  void aClusterOfAnotherMajorWithoutFormatFile() throws Exception {
    Path folder = imitation("17");
    List<String> before = listing(folder);

    assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("PostgreSQL major 17");

    assertThat(listing(folder)).isEqualTo(before);
  }

  @Test
  void aDatabaseWithoutItsPassword() throws Exception {
    Path folder = imitation("18");

    assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("restore it from a backup");
  }

  @Test
  void aDamagedDatabaseAndAFolderThatIsAFile() throws Exception {
    Path folder = DataFolders.prepared();
    Files.delete(folder.resolve("postgres/data/global/pg_control"));
    assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("pg_control");

    Path file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> EmbeddedPostgres.start(file))
        .isInstanceOf(EmbeddedPostgresException.class);
  }

  @Test
  void aMachineWeHaveNoProgramsFor() {
    assertThatThrownBy(() -> Platform.of("Linux", "s390x"))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("set DATABASE_URL");
    assertThat(Platform.of("Linux", "amd64").machine()).isEqualTo("x86_64");
  }

  /** Enough of a data folder for what is looked at before anything is started. */
  private Path imitation(String major) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("imitation"));
    Files.createFile(folder.resolve("lock"));
    Files.createDirectories(folder.resolve("postgres/data"));
    Files.writeString(folder.resolve("postgres/data/PG_VERSION"), major + "\n");
    return folder;
  }

  private static List<String> listing(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(RefusalTest::describe).sorted().toList();
    }
  }

  private static String describe(Path file) {
    try {
      return file + " " + (Files.isRegularFile(file) ? Files.getLastModifiedTime(file) : "");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
