package sh.keyway.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import sh.keyway.postgres.EmbeddedPostgres.Login;

/** One statement on one connection. */
@NullMarked
final class Sql {
  private Sql() {}

  static void run(Login login, String sql) throws SQLException {
    try (Connection connection = connect(login);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static @Nullable String query(Login login, String sql) throws SQLException {
    try (Connection connection = connect(login);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getString(1) : null;
    }
  }

  static Connection connect(Login login) throws SQLException {
    return Roles.connect(login.port(), login.database(), login.user(), login.password());
  }
}
