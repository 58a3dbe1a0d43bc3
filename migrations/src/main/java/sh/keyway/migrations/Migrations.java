package sh.keyway.migrations;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the schema of this release. Holds a PostgreSQL session advisory lock while
 * it works: it ends with the session, whatever happens to the process, which a lock row would not.
 */
public final class Migrations {
  /**
   * Number of the schema this release writes. A release runs on its own schema and on the next
   * one's, because a release only adds (architecture rule 13).
   */
  static final int RELEASE = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final long LOCK = 0x6b65_7977_6179L;
  private static final String LOCK_WAIT = "120s";

  private Migrations() {}

  /**
   * Applies what is missing; blocks. Several processes may do so at once: one migrates, the others
   * wait for it.
   *
   * @param jdbcUrl the database
   * @param properties user, password and TLS settings for the JDBC driver
   * @param applicationRole role to grant the server's rights to; null if the same role serves
   * @throws MigrationException if it did not work; nothing half-done is left that the next run does
   *     not repair
   */
  public static SchemaState apply(
      String jdbcUrl, Properties properties, @Nullable String applicationRole)
      throws MigrationException {
    String fingerprint = ChangeLog.fingerprint(applicationRole);
    try (Connection session = DriverManager.getConnection(jdbcUrl, properties)) {
      if (!current(session, fingerprint)) {
        lock(session);
        if (!current(session, fingerprint)) {
          ChangeLog.update(jdbcUrl, properties);
          finish(session, fingerprint, applicationRole);
          LOG.info("database schema brought to release {}", RELEASE);
        }
      }
      return new SchemaState(holdsKeyChecks(session));
    } catch (SQLException e) {
      throw new MigrationException("the database could not be migrated: " + e.getMessage(), e);
    }
  }

  private static boolean current(Connection session, String fingerprint)
      throws SQLException, MigrationException {
    if (!exists(session, "schema_state")) {
      return false;
    }
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("select release, fingerprint from schema_state")) {
      if (!row.next()) {
        return false;
      }
      int release = row.getInt(1);
      if (release > RELEASE + 1) {
        throw new MigrationException(
            "the database has the schema of release "
                + release
                + ", this is release "
                + RELEASE
                + ": start a newer keyway-server",
            null);
      }
      return release > RELEASE || row.getString(2).equals(fingerprint);
    }
  }

  private static void lock(Connection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute("set lock_timeout = '" + LOCK_WAIT + "'");
      statement.execute("select pg_advisory_lock(" + LOCK + ")");
      statement.execute("reset lock_timeout");
      if (exists(session, "databasechangeloglock")) {
        // A killed process leaves its lock row behind. Whoever holds the advisory lock is the only
        // one migrating, so the row means nothing.
        statement.execute("delete from databasechangeloglock");
      }
    }
  }

  private static void finish(Connection session, String fingerprint, @Nullable String role)
      throws SQLException, MigrationException {
    session.setAutoCommit(false);
    try (Statement statement = session.createStatement()) {
      statement.execute(
          "create table if not exists schema_state (one boolean primary key default true"
              + " check (one), release int not null, fingerprint text not null)");
      if (role != null) {
        statement.execute(ChangeLog.grants(role));
      }
      try (PreparedStatement upsert =
          session.prepareStatement(
              "insert into schema_state (release, fingerprint) values (?, ?) on conflict (one) do"
                  + " update set release = excluded.release, fingerprint = excluded.fingerprint")) {
        upsert.setInt(1, RELEASE);
        upsert.setString(2, fingerprint);
        upsert.executeUpdate();
      }
      session.commit();
    } catch (SQLException e) {
      session.rollback();
      throw e;
    } finally {
      session.setAutoCommit(true);
    }
  }

  private static boolean exists(Connection session, String table) throws SQLException {
    try (PreparedStatement query = session.prepareStatement("select to_regclass(?) is not null")) {
      query.setString(1, "public." + table);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static boolean holdsKeyChecks(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("select exists (select from key_checks)")) {
      return row.next() && row.getBoolean(1);
    }
  }
}
