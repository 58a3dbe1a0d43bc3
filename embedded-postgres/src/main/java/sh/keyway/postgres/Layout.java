package sh.keyway.postgres;

import java.nio.file.Path;

/**
 * Where everything is in the data folder.
 *
 * @param folder the data folder, a real path (no symbolic links), because it is compared with what
 *     the kernel says about processes
 */
record Layout(Path folder) {
  /** Held by the process that runs this folder. */
  Path lock() {
    return folder.resolve("lock");
  }

  /** Layout number and PostgreSQL major. */
  Path format() {
    return folder.resolve("format");
  }

  /** All that follows lies here. */
  Path home() {
    return folder.resolve("postgres");
  }

  /** The database cluster. */
  Path data() {
    return home().resolve("data");
  }

  /** Where initdb works before the result is renamed to {@link #data()}. */
  Path dataBeingMade() {
    return home().resolve("data.new");
  }

  /** Where its Unix domain socket is while it runs; 0700, made anew by each start. */
  Path run() {
    return home().resolve("run");
  }

  /** Passwords, one file per role. */
  Path secrets() {
    return home().resolve("secrets");
  }

  /** There once roles and database are complete. */
  Path bootstrapped() {
    return home().resolve("bootstrapped");
  }

  /** What the server wrote to its standard error. */
  Path log() {
    return home().resolve("postgres.log");
  }
}
