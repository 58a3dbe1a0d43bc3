package sh.keyway.migrations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.ui.LoggerUIService;
import org.jspecify.annotations.Nullable;

/** The Liquibase change log: its text, and how it is run. */
final class ChangeLog {
  private static final String FOLDER = "sh/keyway/migrations/";
  private static final List<String> FILES =
      List.of(
          "changelog.yaml",
          "0001-identity.sql",
          "0002-vaults.sql",
          "0003-activities.sql",
          "grants.sql");
  private static final Pattern ROLE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private ChangeLog() {}

  /**
   * Digest of all that a migration depends on. A database that carries it needs none, which spares
   * every start the better part of a second.
   */
  static String fingerprint(@Nullable String applicationRole) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : FILES) {
        digest.update(read(file));
      }
      digest.update(String.valueOf(applicationRole).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The grants to the role the server works under. */
  static String grants(String role) {
    if (!ROLE.matcher(role).matches()) {
      throw new IllegalArgumentException("not the name of a role");
    }
    return new String(read("grants.sql"), StandardCharsets.UTF_8).replace("${role}", role);
  }

  /** Applies the change sets that are missing, each in a transaction of its own. */
  static void update(String jdbcUrl, Properties properties)
      throws SQLException, MigrationException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl, properties)) {
      Map<String, Object> quiet =
          Map.of(Scope.Attr.ui.name(), new LoggerUIService(), "liquibase.analytics.enabled", false);
      Scope.child(
          quiet,
          () -> {
            var database =
                DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            new CommandScope(UpdateCommandStep.COMMAND_NAME)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, FOLDER + FILES.getFirst())
                .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                .addArgumentValue(
                    ShowSummaryArgument.SHOW_SUMMARY_OUTPUT, UpdateSummaryOutputEnum.LOG)
                .execute();
          });
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new MigrationException("the database could not be migrated: " + e.getMessage(), e);
    }
  }

  private static byte[] read(String file) {
    try (InputStream in = ChangeLog.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
