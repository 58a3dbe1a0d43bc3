package sh.keyway.launcher.start;

import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.config.DatabaseLogin;
import sh.keyway.migrations.MigrationException;
import sh.keyway.migrations.Migrations;
import sh.keyway.postgres.EmbeddedPostgres;
import sh.keyway.postgres.EmbeddedPostgresException;
import sh.keyway.secrets.SecretsConfig.Tls;

/** The database: one of ours in the data folder, or the one configured. Blocks. */
final class Database implements AutoCloseable {
  private final @Nullable EmbeddedPostgres embedded;
  private final DatabaseLogin owner;
  private final DatabaseLogin application;

  private Database(
      @Nullable EmbeddedPostgres embedded, DatabaseLogin owner, DatabaseLogin application) {
    this.embedded = embedded;
    this.owner = owner;
    this.application = application;
  }

  /** Starts one in the data folder, unless one is configured. */
  static Database open(DataFolder folder, @Nullable DatabaseLogin configured) throws StartFailure {
    if (configured != null) {
      return new Database(null, configured, configured);
    }
    try {
      EmbeddedPostgres embedded = EmbeddedPostgres.start(folder.path());
      return new Database(embedded, login(embedded.owner()), application(embedded));
    } catch (EmbeddedPostgresException e) {
      throw StartFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  /** Whether it is ours and nothing was ever stored in it. */
  boolean fresh() {
    return embedded != null && embedded.fresh();
  }

  /** Brings its schema to this release. */
  void migrate() throws StartFailure {
    try {
      Migrations.apply(
          owner.jdbcUrl(), ownerProperties(), embedded == null ? null : application.user());
    } catch (MigrationException e) {
      throw StartFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  /**
   * How migrations connect, which is over TCP. While our server is down anybody may listen on its
   * port, so it must prove that it knows the password without being told it.
   */
  Properties ownerProperties() {
    Properties properties = owner.jdbcProperties();
    if (embedded != null) {
      properties.setProperty("requireAuth", "scram-sha-256");
    }
    return properties;
  }

  /** How the server connects: to ours through its socket, where nobody else can listen. */
  DatabaseLogin application() {
    return application;
  }

  /** Stops it if it is ours. */
  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }

  private static DatabaseLogin application(EmbeddedPostgres embedded) {
    EmbeddedPostgres.Login login = embedded.application();
    return login(login, embedded.socketFolder().map(Path::toString).orElse(login.host()));
  }

  private static DatabaseLogin login(EmbeddedPostgres.Login login) {
    return login(login, login.host());
  }

  private static DatabaseLogin login(EmbeddedPostgres.Login login, String host) {
    return new DatabaseLogin(
        host, login.port(), login.database(), login.user(), login.password(), Tls.DISABLE, null);
  }
}
