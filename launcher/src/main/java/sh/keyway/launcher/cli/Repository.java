package sh.keyway.launcher.cli;

import org.jspecify.annotations.Nullable;

/** The form {@code OWNER/REPO} (http-vaults §4.2). */
final class Repository {
  private Repository() {}

  /** Fails as a usage error unless it has the form. */
  static void check(String name) throws CommandFailure {
    if (!name.matches("[a-zA-Z0-9_.-]+/[a-zA-Z0-9_.-]+")) {
      throw new CommandFailure("A repository is written OWNER/REPO.", 2);
    }
  }

  /** The same; null will do. */
  static void checkOptional(@Nullable String name) throws CommandFailure {
    if (name != null) {
      check(name);
    }
  }
}
