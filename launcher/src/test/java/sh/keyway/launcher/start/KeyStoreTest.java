package sh.keyway.launcher.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.crypto.KeyRing;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.config.Configuration.Credentials;

class KeyStoreTest {
  private static final Credentials NOTHING_GIVEN = new Credentials(null, null);
  @TempDir private Path temporary;
  private DataFolder folder = new DataFolder(Path.of("/"));

  @BeforeEach
  void folder() {
    folder = new DataFolder(temporary);
  }

  @Test
  void madeKeysArePrivateAndFoundAgain() throws Exception {
    KeyStore.Ready made = new KeyStore(folder, NOTHING_GIVEN).makeMissing();

    KeyStore.Ready found = new KeyStore(folder, NOTHING_GIVEN).find();

    assertThat(found).isNotNull().extracting(KeyStore.Ready::jwtSecret).isEqualTo(made.jwtSecret());
    assertThat(made.jwtSecret()).hasSize(48);
    assertThat(Files.readString(folder.encryptionKeys())).matches("1:[0-9a-f]{64}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.keys())))
        .isEqualTo("rwx------");
    for (Path file : new Path[] {folder.encryptionKeys(), folder.jwtSecret()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(made.toString()).doesNotContain(made.jwtSecret());
  }

  @Test
  void whatIsThereIsNeverReplaced() throws Exception {
    new KeyStore(folder, NOTHING_GIVEN).makeMissing();
    String keys = Files.readString(folder.encryptionKeys());
    Files.delete(folder.jwtSecret());

    assertThat(new KeyStore(folder, NOTHING_GIVEN).find()).isNull();
    new KeyStore(folder, NOTHING_GIVEN).makeMissing();

    assertThat(Files.readString(folder.encryptionKeys())).isEqualTo(keys);
  }

  @Test
  void whatIsGivenWinsAndIsNotWritten() throws Exception {
    Credentials given = new Credentials(KeyRing.single("ab".repeat(32)), "s".repeat(32));

    KeyStore.Ready ready = new KeyStore(folder, given).makeMissing();

    assertThat(ready.keys()).isSameAs(given.keys());
    assertThat(folder.encryptionKeys()).doesNotExist();
    assertThat(folder.jwtSecret()).doesNotExist();
  }

  @Test
  void damagedFilesAreRefusedWithoutQuotingThem() throws Exception {
    new KeyStore(folder, NOTHING_GIVEN).makeMissing();
    Files.writeString(folder.encryptionKeys(), "1:canary");

    assertThatThrownBy(() -> new KeyStore(folder, NOTHING_GIVEN).find())
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining(folder.encryptionKeys().toString())
        .message()
        .doesNotContain("canary");
  }

  @Test
  void saysWhichKeyIsLost() throws Exception {
    assertThat(new KeyStore(folder, NOTHING_GIVEN).lost())
        .hasMessageContaining("encryption.keys is missing")
        .extracting(StartFailure::exitCode)
        .isEqualTo(78);
    new KeyStore(folder, NOTHING_GIVEN).makeMissing();
    Files.delete(folder.jwtSecret());
    assertThat(new KeyStore(folder, NOTHING_GIVEN).lost())
        .hasMessageContaining("jwt.secret is missing");
  }
}
