package sh.keyway.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir private Path temporary;

  @Test
  void isHeldFromTakenToClosedUnderAnyName() throws Exception {
    Path file = temporary.resolve("lock");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);
    assertThat(FolderLock.isHeld(file)).isFalse();
    assertThat(file).doesNotExist();

    try (FolderLock held = FolderLock.take(file).orElseThrow()) {
      assertThat(held).isNotNull();
      assertThat(FolderLock.isHeld(file)).isTrue();
      assertThat(FolderLock.isHeld(link.resolve("lock"))).isTrue();
      assertThat(FolderLock.take(link.resolve("lock"))).isEmpty();
      assertThat(locksOf(file)).as("locks the kernel knows").isEqualTo(1);
    }

    assertThat(FolderLock.isHeld(file)).isFalse();
    assertThat(locksOf(file)).isZero();
  }

  private static long locksOf(Path file) throws Exception {
    String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
    try (var locks = Files.lines(Path.of("/proc/locks"))) {
      return locks
          .filter(
              line -> line.contains(inode) && line.contains(" " + ProcessHandle.current().pid()))
          .count();
    }
  }
}
