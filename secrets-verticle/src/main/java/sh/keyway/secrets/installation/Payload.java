package sh.keyway.secrets.installation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;

/**
 * The JSON of a webhook, read within bounds. Members are named by pointers (RFC 6901). What is
 * missing, of another type, or would not fit the database fails with BAD_REQUEST before anything is
 * changed.
 */
final class Payload {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_TEXT = 200;
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private final JsonNode json;

  private Payload(JsonNode json) {
    this.json = json;
  }

  /**
   * Reads it.
   *
   * @throws sh.keyway.contracts.ProblemException BAD_REQUEST if it is not one JSON object
   */
  static Payload parse(byte[] bytes) {
    JsonNode read;
    try {
      read = READER.readValue(bytes);
    } catch (IOException e) {
      throw Problem.of(Kind.BAD_REQUEST, "Request body is not valid JSON").exception();
    }
    if (!read.isObject()) {
      throw Problem.of(Kind.BAD_REQUEST, "Request body is not a JSON object").exception();
    }
    return new Payload(read);
  }

  /** Whether it is there and not null. */
  boolean has(String pointer) {
    JsonNode value = json.at(pointer);
    return !value.isMissingNode() && !value.isNull();
  }

  /** A number of GitHub's: whole, positive, 64 bits (http-auth §12 W14). */
  long id(String pointer) {
    JsonNode value = json.at(pointer);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() <= 0) {
      throw unfit(pointer);
    }
    return value.longValue();
  }

  /** A text of 1 to 200 characters, none of them a control character. */
  String text(String pointer) {
    JsonNode value = json.at(pointer);
    String text = value.isTextual() ? value.textValue() : "";
    if (text.isEmpty()
        || text.length() > LONGEST_TEXT
        || text.chars().anyMatch(c -> Character.isISOControl(c) || isSurrogate(c))) {
      throw unfit(pointer);
    }
    return text;
  }

  /** The same; empty if it is not there. */
  String optionalText(String pointer) {
    return has(pointer) ? text(pointer) : "";
  }

  boolean flag(String pointer) {
    JsonNode value = json.at(pointer);
    if (!value.isBoolean()) {
      throw unfit(pointer);
    }
    return value.booleanValue();
  }

  /** A moment, which GitHub spells as ISO-8601 or as seconds since 1970; null if not there. */
  @Nullable Instant moment(String pointer) {
    if (!has(pointer)) {
      return null;
    }
    JsonNode value = json.at(pointer);
    try {
      return value.isIntegralNumber()
          ? Instant.ofEpochSecond(value.longValue())
          : Instant.parse(text(pointer));
    } catch (DateTimeException e) {
      throw unfit(pointer);
    }
  }

  /** The members of an object that are texts; empty if it is not there. */
  JsonObject texts(String pointer) {
    JsonObject texts = new JsonObject();
    for (Map.Entry<String, JsonNode> member : json.at(pointer).properties()) {
      if (member.getValue().isTextual()) {
        texts.put(member.getKey(), member.getValue().textValue());
      }
    }
    return texts;
  }

  /** The items of a list; none if it is not there. */
  List<Payload> items(String pointer) {
    JsonNode list = json.at(pointer);
    if (has(pointer) && !list.isArray()) {
      throw unfit(pointer);
    }
    return StreamSupport.stream(list.spliterator(), false).map(Payload::new).toList();
  }

  private static boolean isSurrogate(int c) {
    return Character.isSurrogate((char) c);
  }

  private static RuntimeException unfit(String pointer) {
    return Problem.of(Kind.BAD_REQUEST, "Webhook payload: " + pointer + " is not as documented")
        .exception();
  }
}
