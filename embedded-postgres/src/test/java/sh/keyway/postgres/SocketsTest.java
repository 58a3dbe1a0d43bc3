package sh.keyway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketsTest {
  private static final int LONGEST_PATH = 103;

  @TempDir private Path temporary;

  @Test
  void aPathThatIsTooLongForTheKernelMeansTcpOnly() throws Exception {
    Path prepared = DataFolders.prepared();
    Path folder = Files.createDirectory(prepared.resolve("x".repeat(LONGEST_PATH)));
    Files.move(prepared.resolve("postgres"), folder.resolve("postgres"));
    Files.move(prepared.resolve("format"), folder.resolve("format"));

    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(postgres.socketFolder()).isEmpty();
      assertThat(Sql.query(postgres.application(), "select 1")).isEqualTo("1");
      assertThat(Sql.query(postgres.superuser(), "show unix_socket_directories")).isEmpty();
      assertThat(folder.resolve("postgres/run")).doesNotExist();
    }
  }

  @Test
  void theLongestFolderMakesTheLongestPath() {
    String longest = "/" + "x".repeat(LONGEST_PATH - 1 - "/postgres/run/.s.PGSQL.65535".length());

    assertThat(Sockets.folder(new Layout(Path.of(longest)))).isPresent();
    assertThat(Sockets.folder(new Layout(Path.of(longest + "x")))).isEmpty();
    assertThat(Sockets.folder(new Layout(Path.of(longest.replaceFirst("x", "\u00e9"))))).isEmpty();
  }

  @Test
  void theListOfFoldersHoldsOneWhateverItsName() {
    assertThat(Sockets.setting(new Layout(Path.of("/a, \"b\""))))
        .isEqualTo("\"/a, \"\"b\"\"/postgres/run\"");
  }

  @Test
  void whatAKilledServerLeftIsClearedAndTheFolderIsPrivate() throws Exception {
    Layout layout = new Layout(temporary.toRealPath());
    Files.createDirectories(layout.run());
    Files.writeString(layout.run().resolve(".s.PGSQL.1.lock"), "1");

    Sockets.prepare(layout);

    assertThat(layout.run()).isEmptyDirectory();
    assertThat(Files.getPosixFilePermissions(layout.run())).hasSize(3);
  }
}
