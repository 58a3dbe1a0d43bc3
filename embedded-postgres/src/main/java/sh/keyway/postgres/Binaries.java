package sh.keyway.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once into a folder named by the content of their archive. The
 * folder appears by a rename, so it is there whole or not at all.
 */
final class Binaries {
  private static final Logger LOG = LoggerFactory.getLogger(Binaries.class);

  private final Path folder;

  private Binaries(Path folder) {
    this.folder = folder;
  }

  Path postgres() {
    return folder.resolve("bin/postgres");
  }

  Path initdb() {
    return folder.resolve("bin/initdb");
  }

  static Binaries unpack(Layout layout, Platform platform) throws IOException {
    Path target = layout.home().resolve(platform.folder());
    if (!Files.isDirectory(target)) {
      long begin = System.nanoTime();
      verify(platform);
      Path temporary = Files.createTempDirectory(layout.home(), "unpacking-");
      try {
        extract(platform, temporary);
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        publish(temporary, target);
      } finally {
        Files600.deleteTree(temporary);
      }
      LOG.info("PostgreSQL programs unpacked in {} ms", (System.nanoTime() - begin) / 1_000_000);
    }
    return new Binaries(target);
  }

  /** Removes what earlier releases and killed processes left; the folder's lock must be held. */
  void removeOthers() throws IOException {
    Path home = folder.resolveSibling("");
    try (DirectoryStream<Path> others = Files.newDirectoryStream(home, "{bin-,unpacking-}*")) {
      for (Path other : others) {
        if (!other.getFileName().equals(folder.getFileName())) {
          Files600.deleteTree(other);
        }
      }
    }
  }

  private static void publish(Path temporary, Path target) throws IOException {
    try {
      Files600.rename(temporary, target);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      LOG.debug("another process unpacked at the same time", e);
    }
  }

  /** Before anything in it is even parsed. */
  private static void verify(Platform platform) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream archive = new DigestInputStream(open(platform), digest)) {
      archive.transferTo(OutputStream.nullOutputStream());
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(platform.sha256())) {
      throw new EmbeddedPostgresException(
          "the PostgreSQL archive in this build is not the one it was released with ("
              + platform.resource()
              + ")");
    }
  }

  private static void extract(Platform platform, Path folder) throws IOException {
    try (InputStream archive = open(platform)) {
      extractTar(new TarArchiveInputStream(new XZInputStream(archive)), folder);
    }
  }

  private static InputStream open(Platform platform) throws IOException {
    InputStream raw = Binaries.class.getResourceAsStream("/" + platform.resource());
    if (raw == null) {
      throw new IOException("missing in the jar: " + platform.resource());
    }
    return new BufferedInputStream(raw, 1 << 16);
  }

  private static void extractTar(TarArchiveInputStream tar, Path folder) throws IOException {
    for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
      Path path = folder.resolve(entry.getName()).normalize();
      if (!path.startsWith(folder)) {
        throw new IOException("entry outside of the archive: " + entry.getName());
      }
      if (entry.isDirectory()) {
        Files.createDirectories(path);
      } else if (needed(entry.getName())) {
        Files.createDirectories(path.resolveSibling(""));
        if (entry.isSymbolicLink()) {
          link(folder, path, entry);
        } else if (entry.isFile()) {
          copy(tar, path, permissions(entry.getMode()));
        } else {
          throw new IOException("unexpected entry in the archive: " + entry.getName());
        }
      }
    }
  }

  private static void link(Path folder, Path path, TarArchiveEntry entry) throws IOException {
    Path target = Path.of(entry.getLinkName());
    if (!path.resolveSibling(target).normalize().startsWith(folder)) {
      throw new IOException("link out of the archive: " + entry.getName());
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Files.createSymbolicLink(path, target);
  }

  private static void copy(InputStream from, Path to, Set<PosixFilePermission> permissions)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(to, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      from.transferTo(Channels.newOutputStream(channel));
      channel.force(true); // the rename must not become durable before the content
    }
    Files.setPosixFilePermissions(to, permissions);
  }

  /** Not: what only serves to compile against it. */
  private static boolean needed(String name) {
    return !name.endsWith(".a") && !name.startsWith("lib/pkgconfig/");
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    boolean executable = (mode & 0100) != 0;
    return PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has it", e);
    }
  }
}
