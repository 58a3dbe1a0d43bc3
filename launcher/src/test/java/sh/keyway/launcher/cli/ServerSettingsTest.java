package sh.keyway.launcher.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {
  private static final String SETTING = "A=1\nDATABASE_URL=canary\n";

  @TempDir private Path root;
  private Path data;
  private Path file;

  @BeforeEach
  void serverFolder() throws Exception {
    data = Files.createDirectory(root.resolve("data"));
    file = root.resolve(".env");
  }

  @Test
  void aPulledSettingDoesNotReachTheServerStartedThere() {
    assertThatThrownBy(() -> settings(data).refuseToChange(file, SETTING))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("DATABASE_URL")
        .message()
        .doesNotContain("canary");
  }

  @Test
  void norIsASettingOfItsRemoved() throws Exception {
    Files.writeString(file, "JWT_SECRET=canary\n");

    assertThatThrownBy(() -> settings(data).refuseToChange(file, "A=1\n"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("JWT_SECRET")
        .message()
        .doesNotContain("canary");
  }

  @Test
  void aServiceMayBeStartedInItsDataFolder() {
    assertThatThrownBy(() -> settings(root).refuseToChange(file, SETTING))
        .isInstanceOf(CommandFailure.class);
  }

  @Test
  void aFileThatNamesADataFolderIsAServersWhereverItIs() throws Exception {
    Path other = Files.createDirectory(root.resolve("other")).resolve(".env");
    Files.writeString(other, "KEYWAY_DATA_DIR=/d\n");

    assertThatThrownBy(() -> settings(data).refuseToChange(other, "A=1\n"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("KEYWAY_DATA_DIR");
  }

  @Test
  void everythingElseIsWritten() throws Exception {
    Path project = Files.createDirectory(root.resolve("project")).resolve(".env");
    Files.writeString(project, SETTING);
    Files.writeString(file, "A=0\n");

    assertThatCode(
            () -> {
              settings(data).refuseToChange(project, SETTING);
              settings(data).refuseToChange(file, "A=1\n");
              settings(data).refuseToChange(root.resolve("production.env"), SETTING);
              settings(root.resolve("none")).refuseToChange(file, SETTING);
            })
        .doesNotThrowAnyException();
  }

  private ServerSettings settings(Path dataFolder) {
    return new ServerSettings(
        new CommandContext(
            Map.of("KEYWAY_DATA_DIR", dataFolder.toString()),
            root,
            new ByteArrayInputStream(new byte[0]),
            System.out,
            System.err,
            "keyway-server"));
  }
}
