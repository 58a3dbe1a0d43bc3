package sh.keyway.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How well an environment is guarded (http-vaults §2.2). */
public enum EnvironmentType {
  /** Production and the like. */
  PROTECTED,
  /** Staging, test and all else. */
  STANDARD,
  /** A developer's own. */
  DEVELOPMENT;

  /** The spelling on the wire and in the database. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The type spelt so.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static EnvironmentType of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
