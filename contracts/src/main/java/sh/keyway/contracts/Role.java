package sh.keyway.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A person's role on a repository, weakest first (http-vaults §2.1). */
public enum Role {
  /** May look. */
  READ,
  /** May sort issues; counts as {@link #READ} here. */
  TRIAGE,
  /** May push code. */
  WRITE,
  /** May manage the repository short of the dangerous parts; counts as {@link #WRITE} here. */
  MAINTAIN,
  /** May do everything. */
  ADMIN;

  /** The spelling on the wire and in the database. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role spelt so; empty if there is none. */
  public static Optional<Role> find(String wire) {
    return Arrays.stream(values()).filter(r -> r.wire().equals(wire)).findFirst();
  }

  /**
   * The role spelt so.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static Role of(String wire) {
    return find(wire).orElseThrow(() -> new IllegalArgumentException("unknown role"));
  }
}
