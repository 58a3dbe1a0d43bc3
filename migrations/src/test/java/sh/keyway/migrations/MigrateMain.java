package sh.keyway.migrations;

import java.util.Properties;

/** Migrates in a process of its own, which a test may kill. */
final class MigrateMain {
  private MigrateMain() {}

  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("user", args[1]);
    properties.setProperty("password", args[2]);
    Migrations.apply(args[0], properties, args[3]);
  }
}
