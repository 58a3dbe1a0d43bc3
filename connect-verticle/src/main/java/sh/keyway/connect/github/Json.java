package sh.keyway.connect.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.http.UnreachableException;

/**
 * One JSON value of GitHub's. What is missing or of another type counts as no answer, never as
 * "no". Paths are JSON pointers (RFC 6901).
 */
record Json(JsonNode node) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Reads a body.
   *
   * @throws UnreachableException if it is not JSON
   */
  static Json read(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        throw malformed();
      }
      return new Json(node);
    } catch (IOException e) {
      throw malformed();
    }
  }

  /** A body to send. */
  static String write(Map<String, String> members) {
    try {
      return MAPPER.writeValueAsString(new TreeMap<>(members));
    } catch (IOException e) {
      throw new IllegalStateException("cannot be written");
    }
  }

  long number(String path) {
    JsonNode at = node.at(path);
    if (!at.isIntegralNumber() || !at.canConvertToLong()) {
      throw malformed();
    }
    return at.longValue();
  }

  String text(String path) {
    String text = optionalText(path);
    if (text == null || text.isEmpty()) {
      throw malformed();
    }
    return text;
  }

  @Nullable String optionalText(String path) {
    JsonNode at = node.at(path);
    if (at.isMissingNode() || at.isNull()) {
      return null;
    }
    if (!at.isTextual()) {
      throw malformed();
    }
    return at.textValue();
  }

  @Nullable Instant optionalInstant(String path) {
    String text = optionalText(path);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw malformed();
    }
  }

  boolean flag(String path) {
    JsonNode at = node.at(path);
    if (!at.isBoolean()) {
      throw malformed();
    }
    return at.booleanValue();
  }

  /** False also where there is no such member. */
  boolean optionalFlag(String path) {
    return node.at(path).asBoolean(false);
  }

  /** The texts of an object's members; others are left out, and so is a missing object. */
  Map<String, String> texts(String path) {
    Map<String, String> texts = new TreeMap<>();
    node.at(path)
        .properties()
        .forEach(member -> {
          if (member.getValue().isTextual()) {
            texts.put(member.getKey(), member.getValue().textValue());
          }
        });
    return texts;
  }

  List<Json> items(String path) {
    JsonNode at = node.at(path);
    if (!at.isArray()) {
      throw malformed();
    }
    List<Json> items = new ArrayList<>(at.size());
    at.forEach(item -> items.add(new Json(item)));
    return items;
  }

  private static UnreachableException malformed() {
    return UnreachableException.down("malformed answer");
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "Json[" + node.getNodeType() + "]";
  }
}
