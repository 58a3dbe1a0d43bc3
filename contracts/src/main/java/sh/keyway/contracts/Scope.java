package sh.keyway.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** What an API key may be used for (http-auth §2.5). No scope implies another. */
public enum Scope {
  /** Pull and view. */
  READ_SECRETS("read:secrets"),
  /** Push, create vaults, change settings. */
  WRITE_SECRETS("write:secrets"),
  /** Delete vaults and secrets. */
  DELETE_SECRETS("delete:secrets"),
  /** Manage the owner's API keys. */
  ADMIN_API_KEYS("admin:api-keys"),
  /** Manage this installation under {@code /v1/admin}; an addition of ours, only for its owner. */
  ADMIN_SERVER("admin:server");

  private final String wire;

  Scope(String wire) {
    this.wire = wire;
  }

  /** The spelling on the wire and in the database. */
  @JsonValue
  public String wire() {
    return wire;
  }

  /** The scope spelt so, case-sensitively; empty if there is none. */
  public static Optional<Scope> find(String wire) {
    return Arrays.stream(values()).filter(s -> s.wire.equals(wire)).findFirst();
  }

  /**
   * The scope spelt so.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static Scope of(String wire) {
    return find(wire).orElseThrow(() -> new IllegalArgumentException("unknown scope"));
  }
}
