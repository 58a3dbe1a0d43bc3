package sh.keyway.secrets.permission;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Role;

/**
 * A vault's own rules, as far as they concern one user and one environment, and what follows from
 * them (http-vaults §2.3). The first that fits decides: an override for the user, one for the role,
 * each for this environment before all environments; then the least role the vault asks for, for
 * reading and writing each; then the matrix.
 */
final class Rules {
  private static final String EVERY_ENVIRONMENT = "*";

  /**
   * Columns that {@link #of} reads, as part of a statement where {@code u} is the user and {@code
   * v} the vault.
   *
   * @param environment expression with the environment's name
   */
  static String columns(String environment) {
    return """
    (select jsonb_agg(jsonb_build_object('environment', o.environment, 'role', o.target_role,
        'read', o.can_read, 'write', o.can_write))
      from permission_overrides o
      where o.vault_id = v.id and o.environment in (%s, '*')
        and (o.target_user_id is null or o.target_user_id = u.id)) as overrides,
    (select jsonb_object_agg(m.permission, m.minimum_role) from permission_minimums m
      where m.vault_id = v.id and m.environment = %s) as minimums\
    """
        .formatted(environment, environment);
  }

  private record Exemption(boolean everywhere, @Nullable Role role, Permission permission) {}

  private final List<Exemption> overrides = new ArrayList<>();
  private @Nullable Role leastToRead;
  private @Nullable Role leastToWrite;

  private Rules() {}

  /** From a row with {@link #columns}. */
  static Rules of(Row row) {
    Rules rules = new Rules();
    JsonArray overrides = row.getJsonArray("overrides");
    for (int i = 0; overrides != null && i < overrides.size(); i++) {
      rules.overrides.add(exemption(overrides.getJsonObject(i)));
    }
    JsonObject minimums = row.getJsonObject("minimums");
    if (minimums != null) {
      rules.leastToRead = role(minimums.getString("read"));
      rules.leastToWrite = role(minimums.getString("write"));
    }
    return rules;
  }

  private static Exemption exemption(JsonObject json) {
    return new Exemption(
        EVERY_ENVIRONMENT.equals(json.getString("environment")),
        role(json.getString("role")),
        new Permission(json.getBoolean("read"), json.getBoolean("write")));
  }

  private static @Nullable Role role(@Nullable String wire) {
    return wire == null ? null : Role.of(wire);
  }

  /** What a user of this role may do with an environment of this type. */
  Permission permission(Role role, EnvironmentType type) {
    List<Predicate<Exemption>> order =
        List.of(
            o -> o.role() == null && !o.everywhere(),
            o -> o.role() == null && o.everywhere(),
            o -> o.role() == role && !o.everywhere(),
            o -> o.role() == role && o.everywhere());
    for (Predicate<Exemption> fits : order) {
      for (Exemption exemption : overrides) {
        if (fits.test(exemption)) {
          return exemption.permission();
        }
      }
    }
    return new Permission(
        leastToRead == null
            ? PermissionMatrix.canRead(role, type)
            : role.compareTo(leastToRead) >= 0,
        leastToWrite == null
            ? PermissionMatrix.canWrite(role, type)
            : role.compareTo(leastToWrite) >= 0);
  }
}
