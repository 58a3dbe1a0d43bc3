package sh.keyway.gateway.permission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.CreateOverride;
import sh.keyway.contracts.secrets.SecretLimits;
import sh.keyway.contracts.secrets.UpdateOverride;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;
import sh.keyway.gateway.http.Ids;
import sh.keyway.gateway.vault.VaultPath;

/** Reads the bodies that make and change overrides (http-vaults §9.5, §9.6). */
final class OverrideBody {
  private static final String TYPE = "targetType";
  private static final String USER = "targetUserId";
  private static final String ROLE = "targetRole";
  private static final int LONGEST_TYPE = 10;

  private OverrideBody() {}

  /**
   * A new one. The target that the type does not ask for is dropped.
   *
   * @throws sh.keyway.contracts.ProblemException VALIDATION_ERROR with everything that is wrong, or
   *     BAD_REQUEST if only the target is missing
   */
  static CreateOverride create(Exchange exchange) {
    Fields fields = Fields.of(exchange.body());
    String environment = fields.text("environment", 1, SecretLimits.ENVIRONMENT_NAME_LENGTH);
    String type = fields.text(TYPE, 0, LONGEST_TYPE);
    boolean forUser = type.equals("user");
    if (!forUser && !type.equals("role") && fields.raw(TYPE).isTextual()) {
      fields.refuse(TYPE, "Must be 'user' or 'role'");
    }
    UUID user = user(fields);
    Role role = fields.has(ROLE) ? RoleField.read(fields, ROLE, fields.raw(ROLE)) : null;
    boolean canRead = Boolean.TRUE.equals(bit(fields, "canRead", true));
    boolean canWrite = Boolean.TRUE.equals(bit(fields, "canWrite", true));
    fields.check();
    if (forUser ? user == null : role == null) {
      throw Problem.of(
              Kind.BAD_REQUEST,
              "targetUserId required when targetType is \"user\", targetRole required when"
                  + " targetType is \"role\"")
          .exception();
    }
    return new CreateOverride(
        exchange.caller(),
        VaultPath.of(exchange),
        environment,
        forUser ? user : null,
        forUser ? null : role,
        canRead,
        canWrite);
  }

  /**
   * What to change.
   *
   * @throws sh.keyway.contracts.ProblemException VALIDATION_ERROR, or BAD_REQUEST if it is nothing
   */
  static UpdateOverride update(Exchange exchange) {
    UUID id = Ids.of(exchange);
    Fields fields = Fields.of(exchange.body());
    Boolean canRead = bit(fields, "canRead", false);
    Boolean canWrite = bit(fields, "canWrite", false);
    fields.check();
    if (canRead == null && canWrite == null) {
      throw Problem.of(Kind.BAD_REQUEST, "At least one of canRead or canWrite must be provided")
          .exception();
    }
    return new UpdateOverride(exchange.caller(), VaultPath.of(exchange), id, canRead, canWrite);
  }

  private static @Nullable UUID user(Fields fields) {
    JsonNode value = fields.raw(USER);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isTextual()) {
      fields.refuse(USER, Fields.expected("string", value));
      return null;
    }
    if (!Ids.isUuid(value.textValue())) {
      fields.refuse(USER, "Must be a UUID");
      return null;
    }
    return UUID.fromString(value.textValue());
  }

  private static @Nullable Boolean bit(Fields fields, String name, boolean required) {
    if (!fields.has(name)) {
      if (required) {
        fields.refuse(name, "Required");
      }
      return null;
    }
    return fields.flag(name);
  }
}
