package sh.keyway.launcher.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.launcher.DataFolder;
import sh.keyway.postgres.FolderLock;

class ClaimTest {
  @TempDir private Path temporary;

  @Test
  void makesThePrivateFolderAndHoldsIt() throws Exception {
    DataFolder folder = new DataFolder(temporary.resolve("a/b"));

    try (FolderLock held = Claim.of(folder)) {
      assertThat(held).isNotNull();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
          .isEqualTo("rwx------");
      assertThatThrownBy(() -> Claim.of(folder))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("Another keyway-server");
    }
    Claim.of(folder).close();
  }

  @Test
  void sweepsAwayWhatAKilledServerSaidOfItself() throws Exception {
    DataFolder folder = new DataFolder(Files.createDirectory(temporary.resolve("data")));
    for (Path file :
        new Path[] {folder.publicAddress(), folder.controlAddress(), folder.controlToken()}) {
      Files.writeString(file, "stale");
    }

    Claim.of(folder).close();

    assertThat(folder.publicAddress()).doesNotExist();
    assertThat(folder.controlAddress()).doesNotExist();
    assertThat(folder.controlToken()).doesNotExist();
  }

  @Test
  void refusesAFolderThatOthersCanWrite() throws Exception {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwx---"));

    assertThatThrownBy(() -> Claim.of(new DataFolder(temporary)))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("chmod 700");
  }

  @Test
  void refusesAPlaceWhereNoFolderCanBe() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");

    assertThatThrownBy(() -> Claim.of(new DataFolder(file.resolve("data"))))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("KEYWAY_DATA_DIR");
  }
}
