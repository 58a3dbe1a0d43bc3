package sh.keyway.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the server's standard error into a file of bounded size, with one older one beside it. A
 * full disk loses log lines and nothing else: the pipe is always read on.
 */
final class ServerLog {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLog.class);
  private static final int TAIL = 2000;

  private final Path file;
  private final long maxBytes;
  private final StringBuilder tail = new StringBuilder();
  private volatile @Nullable Thread reader;

  ServerLog(Path file, long maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
  }

  /** Reads until the server closes its end. */
  void follow(InputStream from) {
    synchronized (tail) {
      tail.setLength(0);
    }
    reader = Thread.ofPlatform().daemon().name("postgres-log").start(() -> pump(from));
  }

  /** The last lines of the current server, all of them if it has ended. */
  String tail() {
    Thread current = reader;
    if (current != null) {
      awaitEnd(current);
    }
    synchronized (tail) {
      return tail.toString().strip();
    }
  }

  // A session may outlive the postmaster for a moment and keep the pipe open.
  private static void awaitEnd(Thread reader) {
    try {
      reader.join(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump(InputStream from) {
    byte[] buffer = new byte[8192];
    try (from) {
      for (int n; (n = from.read(buffer)) >= 0; ) {
        remember(new String(buffer, 0, n, StandardCharsets.UTF_8));
        try {
          append(ByteBuffer.wrap(buffer, 0, n));
        } catch (IOException e) {
          LOG.debug("a line of the database log was lost", e);
        }
      }
    } catch (IOException e) {
      LOG.debug("the database log ended", e);
    }
  }

  private void remember(String text) {
    synchronized (tail) {
      tail.append(text);
      if (tail.length() > TAIL) {
        tail.delete(0, tail.length() - TAIL);
      }
    }
  }

  private void append(ByteBuffer bytes) throws IOException {
    if (Files.exists(file) && Files.size(file) + bytes.remaining() > maxBytes) {
      Files.move(file, Files600.sibling(file, ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(Files600.OWNER_ONLY))) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }
}
