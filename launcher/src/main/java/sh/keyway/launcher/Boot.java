package sh.keyway.launcher;

/** Where the process begins. Compiled for Java 11, so that it can tell an older Java it is old. */
public final class Boot {
  private static final int NEEDED = 25;

  private Boot() {}

  /** Runs {@link Main}, or says which Java is missing and exits with 78. */
  public static void main(String[] args) throws ReflectiveOperationException {
    int running = Runtime.version().feature();
    if (running < NEEDED) {
      System.err.println(
          "Keyway needs Java "
              + NEEDED
              + " or newer; this is Java "
              + running
              + ".\nInstall one and run ./keyway-server, which finds it by itself, or set"
              + " KEYWAY_JAVA_HOME to its folder.");
      System.exit(78);
    }
    // by name: this class must load where Main cannot
    Class.forName("sh.keyway.launcher.Main")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }
}
