package sh.keyway.launcher.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keyway.secrets.SecretsConfig.Tls;

/**
 * Reads {@code DATABASE_URL} as libpq would, as far as it goes: {@code
 * postgres://user:password@host:port/database?sslmode=…&sslrootcert=…}. Whatever libpq would
 * understand and we would not is refused, so that no setting is silently without effect. Messages
 * quote nothing: any part may hold a piece of a mistyped password.
 */
final class DatabaseUrl {
  private static final Pattern SHAPE =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^/?]*))?@)?"
              + "(?:\\[(?<v6>[0-9a-fA-F:.%]+)\\]|(?<host>[^:@/?,\\[\\]]+))(?::(?<port>[0-9]{1,5}))?"
              + "/(?<database>[^/?]+)(?:\\?(?<parameters>.*))?",
          Pattern.DOTALL);
  private static final int DEFAULT_PORT = 5432;
  private static final String SYSTEM = "system";

  private DatabaseUrl() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException saying what is wrong without quoting anything
   */
  static DatabaseLogin parse(String url) {
    Matcher shape = SHAPE.matcher(url);
    if (!shape.matches()) {
      throw new IllegalArgumentException(
          "must look like postgres://USER:PASSWORD@HOST:PORT/DATABASE"
              + " (with special characters percent-encoded)");
    }
    String user = shape.group("user");
    if (user == null || user.isEmpty()) {
      throw new IllegalArgumentException("must name a user");
    }
    String host = shape.group("v6") == null ? decode(shape.group("host")) : shape.group("v6");
    if (host.startsWith("/")) {
      throw new IllegalArgumentException("must name a host; Unix sockets are not supported");
    }
    int port = shape.group("port") == null ? DEFAULT_PORT : Integer.parseInt(shape.group("port"));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("must have a port from 1 to 65535");
    }
    String password = shape.group("password") == null ? "" : decode(shape.group("password"));
    Map<String, String> parameters = parameters(shape.group("parameters"));
    Tls mode = mode(parameters.get("sslmode"));
    String root = parameters.get("sslrootcert");
    return new DatabaseLogin(
        host,
        port,
        decode(shape.group("database")),
        decode(user),
        password,
        effective(mode, root),
        root == null || root.equals(SYSTEM) ? null : certificate(root));
  }

  private static Map<String, String> parameters(@Nullable String text) {
    Map<String, String> found = new HashMap<>();
    if (text == null || text.isEmpty()) {
      return found;
    }
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : decode(pair.substring(0, equals));
      if (equals < 0 || !(name.equals("sslmode") || name.equals("sslrootcert"))) {
        throw new IllegalArgumentException(
            "has a parameter other than sslmode and sslrootcert after the question mark");
      }
      if (found.put(name, decode(pair.substring(equals + 1))) != null) {
        throw new IllegalArgumentException("has the parameter " + name + " twice");
      }
    }
    return found;
  }

  private static Tls mode(@Nullable String text) {
    return switch (text) {
      case null -> Tls.PREFER;
      case "disable" -> Tls.DISABLE;
      case "prefer" -> Tls.PREFER;
      case "require" -> Tls.REQUIRE;
      case "verify-ca" -> Tls.VERIFY_CA;
      case "verify-full" -> Tls.VERIFY_FULL;
      default ->
          throw new IllegalArgumentException(
              "must have an sslmode of disable, prefer, require, verify-ca or verify-full");
    };
  }

  /**
   * In libpq {@code require} with a root certificate verifies as {@code verify-ca} does, and the
   * system's authorities, which sign for anybody, are good enough for {@code verify-full} only.
   */
  private static Tls effective(Tls mode, @Nullable String root) {
    if (root == null) {
      return mode;
    }
    if (mode == Tls.DISABLE || mode == Tls.PREFER) {
      throw new IllegalArgumentException(
          "has an sslrootcert, which needs an sslmode of require, verify-ca or verify-full");
    }
    if (root.equals(SYSTEM) && mode != Tls.VERIFY_FULL) {
      throw new IllegalArgumentException("has sslrootcert=system, which needs sslmode=verify-full");
    }
    return mode == Tls.REQUIRE ? Tls.VERIFY_CA : mode;
  }

  private static Path certificate(String file) {
    Path path = Path.of(file);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw new IllegalArgumentException("names an sslrootcert file that cannot be read");
    }
    return path.toAbsolutePath();
  }

  /** Percent-decoding; unlike in forms, a plus is a plus. */
  private static String decode(String text) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      byte next = raw[i];
      if (next == '%') {
        next = i + 2 < raw.length ? hex(raw[i + 1], raw[i + 2]) : 0;
        i += 2;
      }
      if (next == 0) {
        throw new IllegalArgumentException("has a percent sign that is not followed by two digits");
      }
      decoded.put(next);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("has percent-encoded bytes that are not UTF-8");
    }
  }

  /** The byte, or 0, which no part may contain, if these are not hexadecimal digits. */
  private static byte hex(byte high, byte low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? 0 : (byte) (h << 4 | l);
  }
}
