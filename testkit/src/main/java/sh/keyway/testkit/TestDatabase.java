package sh.keyway.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import sh.keyway.postgres.EmbeddedPostgres.Login;

/**
 * A database for one test.
 *
 * @param owner how to connect as the role that owns the schema
 * @param application how to connect as the role the server works with
 */
public record TestDatabase(Login owner, Login application) implements AutoCloseable {
  /** Its name. */
  public String name() {
    return owner.database();
  }

  /** Address for JDBC, without user and password. */
  public String jdbcUrl() {
    return owner.jdbcUrl();
  }

  /** A blocking connection as owner; the caller closes it. */
  public Connection connectAsOwner() throws SQLException {
    return connect(owner);
  }

  /** A blocking connection as application; the caller closes it. */
  public Connection connectAsApplication() throws SQLException {
    return connect(application);
  }

  /** Drops it, cutting off whoever uses it. Need not be called: all end with the JVM. */
  @Override
  public void close() {
    TestPostgres.drop(name());
  }

  static Connection connect(Login login) throws SQLException {
    return DriverManager.getConnection(login.jdbcUrl(), properties(login));
  }

  static Properties properties(Login login) {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    return properties;
  }
}
