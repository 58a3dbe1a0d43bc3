package sh.keyway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sh.keyway.migrations.MigrationException;
import sh.keyway.migrations.Migrations;
import sh.keyway.postgres.EmbeddedPostgres;
import sh.keyway.postgres.EmbeddedPostgres.Login;
import sh.keyway.postgres.TestAccess;

/**
 * Real databases for tests, all on one PostgreSQL per JVM, which starts with the first one asked
 * for and ends with the JVM. A test that harms the server itself uses a {@link DedicatedPostgres}.
 */
public final class TestPostgres {
  private static final String MIGRATED = "migrated";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static @Nullable EmbeddedPostgres server;
  private static boolean migrated;

  private TestPostgres() {}

  /** A new, empty database. */
  public static TestDatabase freshDatabase() {
    return copyOf(TestAccess.emptyTemplate());
  }

  /** A new database with the schema of this release, migrated once per JVM and then copied. */
  public static TestDatabase freshMigratedDatabase() {
    ensureMigrated();
    return copyOf(MIGRATED);
  }

  static void drop(String database) {
    try {
      TestAccess.dropDatabase(server(), database);
    } catch (SQLException e) {
      throw new IllegalStateException("could not drop " + database, e);
    }
  }

  private static synchronized EmbeddedPostgres server() {
    EmbeddedPostgres running = server;
    if (running == null) {
      try {
        Path folder = TestFolders.make();
        running = EmbeddedPostgres.start(folder);
        TestFolders.removeAtExit(folder, running);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server = running;
    }
    return running;
  }

  private static synchronized void ensureMigrated() {
    if (!migrated) {
      TestDatabase template = copy(TestAccess.emptyTemplate(), MIGRATED);
      try {
        Migrations.apply(
            template.jdbcUrl(),
            TestDatabase.properties(template.owner()),
            template.application().user());
      } catch (MigrationException e) {
        drop(MIGRATED);
        throw new IllegalStateException("the migrations do not apply", e);
      }
      migrated = true;
    }
  }

  // One copy at a time: PostgreSQL refuses to copy a database that another copy has open.
  private static synchronized TestDatabase copyOf(String template) {
    return copy(template, "test_" + NUMBER.incrementAndGet());
  }

  private static TestDatabase copy(String template, String name) {
    EmbeddedPostgres postgres = server();
    try {
      TestAccess.copyDatabase(postgres, template, name);
    } catch (SQLException e) {
      throw new IllegalStateException("could not copy the database " + template, e);
    }
    return new TestDatabase(named(postgres.owner(), name), named(postgres.application(), name));
  }

  private static Login named(Login login, String database) {
    return new Login(login.host(), login.port(), database, login.user(), login.password());
  }
}
