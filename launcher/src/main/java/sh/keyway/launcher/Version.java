package sh.keyway.launcher;

/** Which release this is. */
public final class Version {
  private static final String CURRENT = read();

  private Version() {}

  /** As in the jar's manifest; {@code dev} when run from class files. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
