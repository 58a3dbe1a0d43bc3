package sh.keyway.launcher.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.launcher.Tokens;

class OwnerTokenTest {
  @TempDir private Path folder;

  @Test
  void theFileIsThereBeforeAnyoneIsAsked() throws Exception {
    Path file = folder.resolve("owner.token");

    OwnerToken token = OwnerToken.prepare(file);

    String line = Files.readString(file);
    assertThat(line).matches("kw_live_[0-9A-Za-z]{40}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(token.request().keyHash()).isEqualTo(Tokens.hash(line.strip()));
    assertThat(token.request().keyPrefix()).isEqualTo(line.substring(0, 16));
    assertThat(token.settle(true)).isTrue();
    assertThat(file).exists();
  }

  @Test
  void aFileLeftByACrashIsUsed() throws Exception {
    Path file = folder.resolve("owner.token");
    OwnerToken first = OwnerToken.prepare(file);

    OwnerToken second = OwnerToken.prepare(file);

    assertThat(second.request()).isEqualTo(first.request());
    assertThat(second.settle(false)).isTrue();
    assertThat(file).exists();
  }

  @Test
  void aKeyThatIsNobodysIsTakenAway() throws Exception {
    Path file = folder.resolve("owner.token");

    assertThat(OwnerToken.prepare(file).settle(false)).isFalse();

    assertThat(file).doesNotExist();
  }

  @Test
  void anythingElseInTheFileIsRefusedAndKept() throws Exception {
    Path file = Files.writeString(folder.resolve("owner.token"), "canary");

    assertThatThrownBy(() -> OwnerToken.prepare(file))
        .isInstanceOf(StartFailure.class)
        .message()
        .doesNotContain("canary");
    assertThat(file).hasContent("canary");
  }

  @Test
  void hashIsSha256() {
    assertThat(Tokens.hash("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
