package sh.keyway.secrets.environment;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.secrets.EnvironmentView;

/** How well an environment is guarded when nobody said (http-vaults §2.2). */
public final class EnvironmentTypes {
  /** What a new vault gets. */
  public static final List<EnvironmentView> DEFAULTS =
      List.of(
          new EnvironmentView("development", EnvironmentType.DEVELOPMENT, 0),
          new EnvironmentView("staging", EnvironmentType.STANDARD, 1),
          new EnvironmentView("production", EnvironmentType.PROTECTED, 2));

  private static final Set<String> PROTECTED = Set.of("production", "prod", "main", "master");
  private static final Set<String> DEVELOPMENT = Set.of("dev", "development", "local");

  private EnvironmentTypes() {}

  /** The type that the part of the name before the first colon suggests, without case. */
  public static EnvironmentType infer(String name) {
    int colon = name.indexOf(':');
    String base = (colon < 0 ? name : name.substring(0, colon)).toLowerCase(Locale.ROOT);
    if (PROTECTED.contains(base)) {
      return EnvironmentType.PROTECTED;
    }
    return DEVELOPMENT.contains(base) ? EnvironmentType.DEVELOPMENT : EnvironmentType.STANDARD;
  }
}
