package sh.keyway.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.FieldError;
import sh.keyway.contracts.Problem;

/**
 * Takes the members of a body apart and gathers everything that is wrong with them, so that one
 * answer tells it all. Members nobody asks for are ignored.
 */
public final class Fields {
  /** As many as help a person. */
  private static final int MOST_ERRORS = 20;

  private final JsonNode body;
  private final List<FieldError> errors = new ArrayList<>();

  private Fields(JsonNode body) {
    this.body = body;
  }

  /**
   * The members of a body.
   *
   * @throws sh.keyway.contracts.ProblemException VALIDATION_ERROR with the empty field if it is not
   *     an object
   */
  public static Fields of(JsonNode body) {
    if (body.isMissingNode()) {
      throw Problem.validation("", "Required").exception();
    }
    if (!body.isObject()) {
      throw Problem.validation("", expected("object", body)).exception();
    }
    return new Fields(body);
  }

  /** Whether a member of that name is there, be it null. */
  public boolean has(String name) {
    return body.has(name);
  }

  /** The member as it is, a missing node if it is not there. */
  public JsonNode raw(String name) {
    return body.path(name);
  }

  /** Notes that a member is wrong; the first complaint about it stays. */
  public void refuse(String field, String message) {
    boolean known = errors.stream().anyMatch(e -> e.field().equals(field));
    if (!known && errors.size() < MOST_ERRORS) {
      errors.add(new FieldError(field, message));
    }
  }

  /**
   * A text that must be there.
   *
   * @return the text; of no use if it was refused
   */
  public String text(String name, int shortest, int longest) {
    if (!has(name)) {
      refuse(name, "Required");
      return "";
    }
    return textOf(name, raw(name), shortest, longest);
  }

  /** A text that may be missing or null; null then. */
  public @Nullable String optionalText(String name, int shortest, int longest) {
    JsonNode value = raw(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    return textOf(name, value, shortest, longest);
  }

  private String textOf(String field, JsonNode value, int shortest, int longest) {
    if (!value.isTextual()) {
      refuse(field, expected("string", value));
      return "";
    }
    String text = value.textValue();
    if (text.length() < shortest) {
      refuse(field, "Must have at least " + shortest + " character(s)");
    } else if (text.length() > longest) {
      refuse(field, "Must have at most " + longest + " characters");
    } else if (!Texts.isPrintable(text)) {
      refuse(field, "Must not contain control characters");
    }
    return text;
  }

  /** A whole number that may be missing, but not null. */
  public @Nullable Integer optionalInteger(String name, int least, int most) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = raw(name);
    if (!value.isIntegralNumber()) {
      refuse(name, expected("integer", value));
      return null;
    }
    if (!value.canConvertToInt() || value.intValue() < least || value.intValue() > most) {
      refuse(name, "Must be between " + least + " and " + most);
      return null;
    }
    return value.intValue();
  }

  /** A whole number above zero that may be missing, but not null. */
  public @Nullable Long optionalId(String name) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = raw(name);
    if (!value.isIntegralNumber()) {
      refuse(name, expected("integer", value));
      return null;
    }
    if (!value.canConvertToLong() || value.longValue() <= 0) {
      refuse(name, "Must be between 1 and " + Long.MAX_VALUE);
      return null;
    }
    return value.longValue();
  }

  /** A truth value; false if it is missing. */
  public boolean flag(String name) {
    JsonNode value = raw(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      refuse(name, expected("boolean", value));
    }
    return value.booleanValue();
  }

  /** Texts, of any length from 1; an empty list if it is missing. */
  public List<String> texts(String name, boolean required, int longestList, int longestText) {
    if (!has(name)) {
      if (required) {
        refuse(name, "Required");
      }
      return List.of();
    }
    JsonNode list = raw(name);
    if (!list.isArray()) {
      refuse(name, expected("array", list));
      return List.of();
    }
    if (list.size() > longestList) {
      refuse(name, "Must have at most " + longestList + " items");
      return List.of();
    }
    if (required && list.isEmpty()) {
      refuse(name, "Must have at least 1 item");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      texts.add(textOf(name + "." + i, list.get(i), 1, longestText));
    }
    return texts;
  }

  /**
   * Goes on only if nothing was refused.
   *
   * @throws sh.keyway.contracts.ProblemException VALIDATION_ERROR with everything that was
   */
  public void check() {
    if (!errors.isEmpty()) {
      throw Problem.validation(errors).exception();
    }
  }

  /** What to say of a member of the wrong type. */
  public static String expected(String type, JsonNode actual) {
    return "Expected "
        + type
        + ", received "
        + actual.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
