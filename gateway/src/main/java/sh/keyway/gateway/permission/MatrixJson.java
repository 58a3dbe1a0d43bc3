package sh.keyway.gateway.permission;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import sh.keyway.contracts.EnvironmentType;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.PermissionDefaults;
import sh.keyway.contracts.secrets.PermissionDefaults.Entry;

/** How what roles may do by default looks on the wire (http-vaults §9.1, §9.10). */
final class MatrixJson {
  private MatrixJson() {}

  /** By role, then by environment type. */
  static void matrix(JsonGenerator json, String name, PermissionDefaults defaults)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Role role : Role.values()) {
      json.writeObjectFieldStart(role.wire());
      for (EnvironmentType type : EnvironmentType.values()) {
        Entry entry = entry(defaults, role, type);
        bits(json, type.wire(), entry.canRead(), entry.canWrite());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** The least role that may read and that may write, by environment type. */
  static void minimums(JsonGenerator json, String name, PermissionDefaults defaults)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (EnvironmentType type : EnvironmentType.values()) {
      List<Entry> ofType = defaults.entries().stream().filter(e -> e.type() == type).toList();
      Role read = least(ofType.stream().filter(Entry::canRead).toList());
      Role write = least(ofType.stream().filter(Entry::canWrite).toList());
      roles(json, type.wire(), read, write);
    }
    json.writeEndObject();
  }

  /** What may be done. */
  static void bits(JsonGenerator json, String name, boolean read, boolean write)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeBooleanField("read", read);
    json.writeBooleanField("write", write);
    json.writeEndObject();
  }

  /** Who may do it. */
  static void roles(JsonGenerator json, String name, Role read, Role write) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("read", read.wire());
    json.writeStringField("write", write.wire());
    json.writeEndObject();
  }

  private static Role least(List<Entry> allowed) {
    return allowed.stream().map(Entry::role).min(Role::compareTo).orElse(Role.ADMIN);
  }

  private static Entry entry(PermissionDefaults defaults, Role role, EnvironmentType type) {
    return defaults.entries().stream()
        .filter(e -> e.role() == role && e.type() == type)
        .findFirst()
        .orElse(new Entry(role, type, false, false));
  }
}
