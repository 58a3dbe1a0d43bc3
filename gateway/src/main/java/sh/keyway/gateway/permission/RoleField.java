package sh.keyway.gateway.permission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import sh.keyway.contracts.Role;
import sh.keyway.gateway.http.Fields;

/** Roles in bodies. */
final class RoleField {
  private RoleField() {}

  /**
   * The role spelt by this node; complains under the field's name if it is none.
   *
   * @return of no use if it was refused
   */
  static Role read(Fields fields, String field, JsonNode value) {
    Optional<Role> role = value.isTextual() ? Role.find(value.textValue()) : Optional.empty();
    if (value.isMissingNode()) {
      fields.refuse(field, "Required");
    } else if (!value.isTextual()) {
      fields.refuse(field, Fields.expected("string", value));
    } else if (role.isEmpty()) {
      fields.refuse(
          field,
          "Must be one of: "
              + Arrays.stream(Role.values()).map(Role::wire).collect(Collectors.joining(", ")));
    }
    return role.orElse(Role.READ);
  }
}
