package sh.keyway.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.FieldError;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;

/**
 * Strict reading of a JSON body (RFC 8259): UTF-8 without errors, one value, no repeated members,
 * bounded nesting and numbers. Names are not kept in the parser's symbol table, since they may be
 * the names of secrets.
 */
final class JsonBody {
  private static final int DEEPEST = 32;
  private static final int LONGEST_NUMBER = 64;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .build();

  private JsonBody() {}

  /** Reads it; a missing node if there is nothing. */
  static JsonNode read(Buffer bytes) {
    return bytes.length() == 0 ? MissingNode.getInstance() : parse(bytes.getBytes());
  }

  /**
   * Reads it.
   *
   * @throws sh.keyway.contracts.ProblemException BAD_REQUEST or VALIDATION_ERROR, naming the member
   *     where there is one
   */
  static JsonNode parse(byte[] bytes) {
    String text = decode(bytes);
    try (JsonParser parser = FACTORY.createParser(text)) {
      return parse(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(JsonParser parser) throws IOException {
    try {
      if (parser.nextToken() == null) {
        throw malformed("");
      }
      JsonNode value = value(parser);
      if (parser.nextToken() != null) {
        throw malformed("");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw malformed(path(parser.getParsingContext()));
    }
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Problem.of(Kind.BAD_REQUEST, "Request body is not valid UTF-8").exception();
    }
  }

  private static JsonNode value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw malformed(path(parser.getParsingContext()));
    };
  }

  private static ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (object.has(name)) {
        throw Problem.validation(path(parser.getParsingContext()), "Must not be given twice")
            .exception();
      }
      parser.nextToken();
      object.set(name, value(parser));
    }
    return object;
  }

  private static ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private static RuntimeException malformed(String field) {
    List<FieldError> errors =
        field.isEmpty() ? List.of() : List.of(new FieldError(field, "Malformed JSON"));
    return new Problem(Kind.BAD_REQUEST, "Request body is not valid JSON", errors).exception();
  }

  /** Dotted path of the member being read; empty at the root. */
  private static String path(@Nullable JsonStreamContext context) {
    if (context == null || context.inRoot()) {
      return "";
    }
    String here =
        context.inArray()
            ? String.valueOf(Math.max(0, context.getCurrentIndex()))
            : nameOf(context);
    String above = path(context.getParent());
    return above.isEmpty() ? here : here.isEmpty() ? above : above + "." + here;
  }

  private static String nameOf(JsonStreamContext context) {
    String name = context.getCurrentName();
    return name == null ? "" : FieldNames.show(name);
  }
}
