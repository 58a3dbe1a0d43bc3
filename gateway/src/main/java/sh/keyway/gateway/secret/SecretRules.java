package sh.keyway.gateway.secret;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.secrets.SecretLimits;
import sh.keyway.gateway.http.FieldNames;
import sh.keyway.gateway.http.Fields;
import sh.keyway.gateway.http.Texts;

/** What keys and values may be (http-vaults §11.1, §16.2). Nothing here ever shows a value. */
final class SecretRules {
  private static final String FIELD = "secrets";

  private SecretRules() {}

  /** Reads the secrets of a push, noting in the fields what is wrong with them. */
  static Map<String, String> read(Fields fields) {
    JsonNode secrets = fields.raw(FIELD);
    if (secrets.isMissingNode()) {
      fields.refuse(FIELD, "Required");
      return Map.of();
    }
    if (!secrets.isObject()) {
      fields.refuse(FIELD, Fields.expected("object", secrets));
      return Map.of();
    }
    if (secrets.size() > SecretLimits.SECRETS_PER_PUSH) {
      fields.refuse(
          FIELD, "Cannot push more than " + SecretLimits.SECRETS_PER_PUSH + " secrets at once");
      return Map.of();
    }
    Map<String, String> read = HashMap.newHashMap(secrets.size());
    for (Map.Entry<String, JsonNode> secret : secrets.properties()) {
      String complaint = complaint(secret.getKey(), secret.getValue());
      if (complaint != null) {
        fields.refuse(FIELD + "." + FieldNames.show(secret.getKey()), complaint);
      } else {
        read.put(secret.getKey(), secret.getValue().textValue());
      }
    }
    return read;
  }

  private static @Nullable String complaint(String key, JsonNode value) {
    String aboutKey = complaintAboutKey(key);
    return aboutKey != null ? aboutKey : complaintAboutValue(value);
  }

  /** What is wrong with a key; null if nothing is. */
  static @Nullable String complaintAboutKey(String key) {
    if (key.isEmpty()) {
      return "Secret key must not be empty";
    }
    if (key.length() > SecretLimits.KEY_LENGTH) {
      return "Secret key must not exceed " + SecretLimits.KEY_LENGTH + " characters";
    }
    if (!Texts.isPrintable(key)) {
      return "Secret key must not contain control characters or unpaired surrogates";
    }
    if (key.indexOf('=') >= 0) {
      return "Secret key must not contain '='";
    }
    if (key.charAt(0) == '#') {
      return "Secret key must not begin with '#'";
    }
    if (isBlank(key.charAt(0)) || isBlank(key.charAt(key.length() - 1))) {
      return "Secret key must not begin or end with a blank";
    }
    return null;
  }

  private static @Nullable String complaintAboutValue(JsonNode value) {
    if (!value.isTextual()) {
      return Fields.expected("string", value);
    }
    String text = value.textValue();
    if (text.length() > SecretLimits.VALUE_LENGTH) {
      return "Secret value must not exceed " + SecretLimits.VALUE_LENGTH + " bytes (64KB)";
    }
    if (!Texts.isWellFormed(text)) {
      return "Secret value must not contain unpaired surrogates";
    }
    return null;
  }

  /**
   * Whether a client would trim it: Unicode white space as in Go, and what JavaScript, Python or an
   * older release of either adds (U+FEFF, U+180E). Those among the control characters are refused
   * anywhere in a key.
   */
  static boolean isBlank(char c) {
    return c == ' '
        || c == 0x00A0
        || c == 0x1680
        || c == 0x180E
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000
        || c == 0xFEFF;
  }
}
