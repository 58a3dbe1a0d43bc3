package sh.keyway.gateway.signin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Codes a person types (http-auth §4.2). */
final class UserCodes {
  private static final Pattern CODE = Pattern.compile("[A-Z0-9]{5}-[A-Z0-9]{5}");

  private UserCodes() {}

  /** The code in upper case and without blanks around it; empty if it is shaped otherwise. */
  static Optional<String> read(@Nullable String typed) {
    return Optional.ofNullable(typed)
        .map(text -> text.strip().toUpperCase(Locale.ROOT))
        .filter(text -> CODE.matcher(text).matches());
  }
}
