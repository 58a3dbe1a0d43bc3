package sh.keyway.gateway.vault;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.EnvironmentView;
import sh.keyway.contracts.secrets.VaultView;
import sh.keyway.gateway.http.Json;

/** How vaults look on the wire (http-vaults §4.1, §4.3). */
final class VaultJson {
  private VaultJson() {}

  /** As in the list. */
  static void item(JsonGenerator json, VaultView vault) throws IOException {
    json.writeStartObject();
    members(json, vault);
    json.writeEndObject();
  }

  /** As on its own. */
  static void one(JsonGenerator json, VaultView vault) throws IOException {
    json.writeStartObject();
    members(json, vault);
    json.writeStringField("repoFullName", vault.repoFullName());
    Json.timestamp(json, "createdAt", vault.createdAt());
    json.writeEndObject();
  }

  private static void members(JsonGenerator json, VaultView vault) throws IOException {
    String name = vault.repoFullName();
    int slash = name.indexOf('/');
    String owner = name.substring(0, slash);
    Role permission = vault.permission();
    json.writeStringField("id", vault.id().toString());
    json.writeStringField("repoOwner", owner);
    json.writeStringField("repoName", name.substring(slash + 1));
    json.writeStringField("repoAvatar", "https://github.com/" + owner + ".png");
    json.writeNumberField("secretCount", vault.secretCount());
    Json.texts(
        json, "environments", vault.environments().stream().map(EnvironmentView::name).toList());
    json.writeFieldName("environmentDetails");
    Json.list(json, vault.environments(), VaultJson::environment);
    Json.text(json, "permission", permission == null ? null : permission.wire());
    json.writeBooleanField("isPrivate", vault.isPrivate());
    json.writeBooleanField("isReadOnly", false);
    json.writeNullField("readonlyReason");
    json.writeArrayFieldStart("syncs");
    json.writeEndArray();
    Json.timestamp(json, "updatedAt", vault.updatedAt());
  }

  private static void environment(JsonGenerator json, EnvironmentView environment)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", environment.name());
    json.writeStringField("type", environment.type().wire());
    json.writeNumberField("displayOrder", environment.displayOrder());
    json.writeEndObject();
  }
}
