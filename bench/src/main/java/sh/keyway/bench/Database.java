package sh.keyway.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sh.keyway.postgres.EmbeddedPostgres;

/** The one PostgreSQL of a run: the product's own embedded one, or one that was named. */
final class Database implements AutoCloseable {
  private final String url;
  private final @Nullable EmbeddedPostgres embedded;

  private Database(String url, @Nullable EmbeddedPostgres embedded) {
    this.url = url;
    this.embedded = embedded;
  }

  /** Starts one in the folder, unless one is named; blocks until it accepts connections. */
  static Database open(@Nullable URI named, Path folder) {
    if (named != null) {
      return new Database(named.toString(), null);
    }
    EmbeddedPostgres embedded = EmbeddedPostgres.start(folder);
    return new Database(url(embedded.owner()), embedded);
  }

  /** A login as a URL. */
  static String url(EmbeddedPostgres.Login login) {
    return "postgres://"
        + encoded(login.user())
        + ":"
        + encoded(login.password())
        + "@"
        + login.host()
        + ":"
        + login.port()
        + "/"
        + encoded(login.database());
  }

  /** For {@code DATABASE_URL}; holds the password. */
  String url() {
    return url;
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
