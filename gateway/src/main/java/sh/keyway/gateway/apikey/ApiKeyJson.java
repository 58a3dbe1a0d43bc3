package sh.keyway.gateway.apikey;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.secrets.ApiKeyList;
import sh.keyway.contracts.secrets.ApiKeyView;
import sh.keyway.contracts.secrets.CreatedApiKey;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Json;

/** How API keys look on the wire (http-auth §3.13). */
public final class ApiKeyJson {
  private ApiKeyJson() {}

  /** 200 with a key just minted, the only answer that holds the key itself. */
  public static Answer created(Exchange exchange, CreatedApiKey created) {
    return Answer.ok(
        exchange,
        json -> {
          json.writeStartObject();
          members(json, created.key(), created.token());
          json.writeEndObject();
        });
  }

  /** 200 with a list of keys. */
  public static Answer list(Exchange exchange, ApiKeyList list) {
    return Answer.ok(
        exchange,
        json -> {
          json.writeStartObject();
          json.writeFieldName("keys");
          Json.list(json, list.keys(), ApiKeyJson::item);
          json.writeEndObject();
        });
  }

  /** 200 with one key and where it may be used from. */
  static Answer one(Exchange exchange, ApiKeyView key) {
    return Answer.ok(
        exchange,
        json -> {
          json.writeStartObject();
          members(json, key, null);
          List<String> allowed = key.allowedIps();
          if (allowed == null) {
            json.writeNullField("allowedIps");
          } else {
            Json.texts(json, "allowedIps", allowed);
          }
          json.writeEndObject();
        });
  }

  private static void item(JsonGenerator json, ApiKeyView key) throws IOException {
    json.writeStartObject();
    members(json, key, null);
    json.writeEndObject();
  }

  private static void members(JsonGenerator json, ApiKeyView key, @Nullable String token)
      throws IOException {
    json.writeStringField("id", key.id().toString());
    json.writeStringField("name", key.name());
    if (token != null) {
      json.writeStringField("token", token);
    }
    json.writeStringField("prefix", key.prefix());
    json.writeStringField("environment", key.environment());
    Json.texts(json, "scopes", key.scopes());
    Json.timestamp(json, "expiresAt", key.expiresAt());
    Json.timestamp(json, "lastUsedAt", key.lastUsedAt());
    json.writeNumberField("usageCount", key.usageCount());
    Json.timestamp(json, "createdAt", key.createdAt());
    Json.timestamp(json, "revokedAt", key.revokedAt());
    Json.text(json, "revokedReason", key.revokedReason());
    json.writeBooleanField("isActive", isActive(key));
  }

  private static boolean isActive(ApiKeyView key) {
    Instant end = key.expiresAt();
    return key.revokedAt() == null && (end == null || end.isAfter(Instant.now()));
  }
}
