package sh.keyway.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A folder that one process has for itself, by a file in it that it locks. The kernel lets go of
 * the lock when the process dies, however it dies.
 */
public final class FolderLock implements AutoCloseable {
  // A POSIX lock is gone as soon as the process closes ANY descriptor of the file, so a second
  // attempt inside one JVM must not even open it.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
  // isHeld() of another process holds the lock for a moment
  private static final int TRIES = 5;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes it; the file is made, mode 0600, if missing. Waits at most a tenth of a second.
   *
   * @param lockFile in a folder that exists
   * @return empty if a living process has it
   * @throws IOException if the file cannot be made or opened
   */
  public static Optional<FolderLock> take(Path lockFile) throws IOException {
    Path file = real(lockFile);
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel =
          FileChannel.open(
              file,
              EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(Files600.OWNER_ONLY));
      for (int i = 1; !locked && i <= TRIES; i++) {
        locked = channel.tryLock() != null;
        if (!locked && i < TRIES) {
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
      return locked ? Optional.of(new FolderLock(file, channel)) : Optional.empty();
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(file);
      }
    }
  }

  /**
   * Whether a living process, maybe this one, has it.
   *
   * @throws IOException if that cannot be found out
   */
  public static boolean isHeld(Path lockFile) throws IOException {
    if (!Files.exists(lockFile)) {
      return false;
    }
    Path file = real(lockFile);
    if (!HELD.add(file)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } finally {
      HELD.remove(file);
    }
  }

  static FolderLock take(Layout layout) throws IOException {
    return take(layout.lock())
        .orElseThrow(() ->
            new EmbeddedPostgresException(
                "another server is running on the data folder " + layout.folder()));
  }

  /** One name for the file, whatever the way to its folder is. */
  private static Path real(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException("no file: " + file);
    }
    return folder.toRealPath().resolve(absolute.getFileName());
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(file);
  }
}
