package sh.keyway.gateway.github;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.secrets.AvailableOrganizations;
import sh.keyway.contracts.secrets.InstallationList;
import sh.keyway.contracts.secrets.InstallationState;
import sh.keyway.contracts.secrets.RepositoryIds;
import sh.keyway.gateway.http.Json;

/** How installations look on the wire (http-auth §3.14). */
final class GitHubJson {
  private GitHubJson() {}

  static void installation(JsonGenerator json, InstallationState state, String installUrl)
      throws IOException {
    Long id = state.installationId();
    json.writeStartObject();
    json.writeBooleanField("installed", state.installed());
    if (id != null) {
      json.writeNumberField("installationId", id);
    }
    json.writeStringField("installUrl", installUrl);
    json.writeEndObject();
  }

  static void installations(JsonGenerator json, InstallationList list, String installUrl)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("installations");
    Json.list(json, list.installations(), GitHubJson::installation);
    json.writeStringField("installUrl", installUrl);
    json.writeEndObject();
  }

  private static void installation(JsonGenerator json, InstallationList.Entry entry)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", entry.id().toString());
    json.writeNumberField("installationId", entry.installationId());
    json.writeStringField("accountLogin", entry.accountLogin());
    json.writeStringField("accountType", entry.organization() ? "organization" : "user");
    json.writeStringField("repositorySelection", entry.allRepositories() ? "all" : "selected");
    json.writeNumberField("repositoryCount", entry.repositoryCount());
    Json.timestamp(json, "installedAt", entry.installedAt());
    json.writeEndObject();
  }

  /** In snake_case, as the dashboard reads it. */
  static void organizations(JsonGenerator json, AvailableOrganizations list, String installUrl)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("organizations");
    Json.list(json, list.organizations(), GitHubJson::organization);
    json.writeStringField("install_url", installUrl);
    json.writeEndObject();
  }

  private static void organization(JsonGenerator json, AvailableOrganizations.Entry entry)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("login", entry.login());
    json.writeStringField("display_name", entry.login());
    Json.text(json, "avatar_url", entry.avatarUrl());
    json.writeStringField("status", "ready");
    json.writeStringField("user_role", entry.admin() ? "admin" : "member");
    json.writeBooleanField("already_connected", entry.connected());
    json.writeEndObject();
  }

  static void ids(JsonGenerator json, RepositoryIds ids) throws IOException {
    json.writeStartObject();
    number(json, "ownerId", ids.ownerId());
    number(json, "repoId", ids.repositoryId());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, @Nullable Long value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }
}
