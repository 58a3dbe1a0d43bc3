package sh.keyway.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PasswordUtil;

/**
 * The three roles and the database. Everything here may be repeated: a start that was killed in the
 * middle is finished by the next.
 */
final class Roles {
  static final String SUPERUSER = "postgres";
  static final String OWNER = "keyway_owner";
  static final String APPLICATION = "keyway";
  static final String DATABASE = "keyway";
  static final String MAINTENANCE_DATABASE = "postgres";

  private Roles() {}

  static void bootstrap(int port, Passwords passwords) throws SQLException {
    try (Connection c = connect(port, MAINTENANCE_DATABASE, SUPERUSER, passwords.superuser());
        Statement statement = c.createStatement()) {
      role(statement, OWNER, passwords.owner());
      role(statement, APPLICATION, passwords.application());
      if (!exists(statement, "select from pg_database where datname = '" + DATABASE + "'")) {
        statement.execute("create database " + DATABASE + " owner " + OWNER);
      }
      for (String database : List.of(MAINTENANCE_DATABASE, "template1")) {
        statement.execute("revoke all on database " + database + " from public");
      }
      grantDatabase(statement, DATABASE);
    }
    try (Connection c = connect(port, DATABASE, SUPERUSER, passwords.superuser());
        Statement statement = c.createStatement()) {
      statement.execute("alter schema public owner to " + OWNER);
      statement.execute("revoke all on schema public from public");
      statement.execute("grant usage on schema public to " + APPLICATION);
    }
  }

  /** The application may connect and nothing else, not even make temporary tables. */
  static void grantDatabase(Statement statement, String database) throws SQLException {
    statement.execute("revoke all on database " + database + " from public");
    statement.execute("grant connect on database " + database + " to " + APPLICATION);
  }

  /** Whether there is nothing of ours in the database; fails unless it is the one we started. */
  static boolean isEmpty(int port, Passwords passwords) throws SQLException {
    try (Connection c = connect(port, DATABASE, APPLICATION, passwords.application());
        Statement statement = c.createStatement()) {
      return !exists(
          statement,
          "select from pg_class c join pg_namespace n on n.oid = c.relnamespace"
              + " where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'");
    }
  }

  static Connection connect(int port, String database, String user, String password)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("requireAuth", "scram-sha-256");
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    @Nullable Connection connection =
        new Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    if (connection == null) {
      throw new PSQLException("not a PostgreSQL address", null);
    }
    return connection;
  }

  // The verifier, not the password, goes to the server: not even a statement log would hold it.
  private static void role(Statement statement, String name, String password) throws SQLException {
    if (!exists(statement, "select from pg_roles where rolname = '" + name + "'")) {
      statement.execute("create role " + name);
    }
    statement.execute(
        "alter role %s with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '%s'"
            .formatted(name, PasswordUtil.encodeScramSha256(password.toCharArray())));
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query + " limit 1")) {
      return result.next();
    }
  }
}
