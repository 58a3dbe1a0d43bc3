package sh.keyway.gateway.http;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Problem;

/** The query of a request, or a form (URL Standard §5); every parameter at most once. */
public final class Query {
  static final Query EMPTY = new Query(Map.of());

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads it.
   *
   * @param raw without the question mark
   * @throws sh.keyway.contracts.ProblemException BAD_REQUEST if an escape does not decode,
   *     VALIDATION_ERROR naming a repeated parameter
   */
  static Query parse(@Nullable String raw) {
    if (raw == null || raw.isEmpty()) {
      return EMPTY;
    }
    Map<String, String> values = new HashMap<>();
    int start = 0;
    while (start <= raw.length()) {
      int end = raw.indexOf('&', start);
      if (end < 0) {
        end = raw.length();
      }
      if (end > start) {
        put(values, raw.substring(start, end));
      }
      start = end + 1;
    }
    return new Query(values);
  }

  private static void put(Map<String, String> values, String pair) {
    int equals = pair.indexOf('=');
    String name = Percent.decode(equals < 0 ? pair : pair.substring(0, equals), true);
    String value = equals < 0 ? "" : Percent.decode(pair.substring(equals + 1), true);
    if (values.put(name, value) != null) {
      throw Problem.validation(FieldNames.show(name), "Must not be given more than once")
          .exception();
    }
  }

  /** The parameter's value, null if it is not there. */
  public @Nullable String get(String name) {
    return values.get(name);
  }

  /**
   * The parameter as a whole number.
   *
   * @return null if it is not there
   * @throws sh.keyway.contracts.ProblemException VALIDATION_ERROR if it is anything else, or
   *     outside the bounds
   */
  public @Nullable Integer integer(String name, int least, int most) {
    String value = values.get(name);
    if (value == null) {
      return null;
    }
    long number = digits(value);
    if (number < 0) {
      throw Problem.validation(name, "Must be a whole number").exception();
    }
    if (number < least) {
      throw Problem.validation(name, "Number must be greater than or equal to " + least)
          .exception();
    }
    if (number > most) {
      throw Problem.validation(name, "Number must be less than or equal to " + most).exception();
    }
    return (int) number;
  }

  /** The number spelt with 1 to 10 digits, -1 if it is anything else. */
  private static long digits(String value) {
    if (value.isEmpty() || value.length() > 10) {
      return -1;
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return -1;
      }
    }
    return Long.parseLong(value);
  }
}
