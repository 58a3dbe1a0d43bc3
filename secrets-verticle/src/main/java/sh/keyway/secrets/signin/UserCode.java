package sh.keyway.secrets.signin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a person types to say which client they mean (http-auth §4.2): about 49 bits, in an alphabet
 * without look-alikes.
 *
 * @param text {@code XXXXX-XXXXX}
 */
record UserCode(String text) {
  private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  private static final int HALF = 5;
  private static final Pattern SHAPE =
      Pattern.compile("[%1$s]{%2$d}-[%1$s]{%2$d}".formatted(ALPHABET, HALF));
  private static final int LONGEST_INPUT = 40;

  /** A new one. */
  static UserCode draw() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2 * HALF; i++) {
      text.append(i == HALF ? "-" : "").append(ALPHABET.charAt(Draw.below(ALPHABET.length())));
    }
    return new UserCode(text.toString());
  }

  /** As somebody typed it: small letters and blanks around it do not matter, the dash does. */
  static Optional<UserCode> typed(String input) {
    if (input.length() > LONGEST_INPUT) {
      return Optional.empty();
    }
    String folded = input.strip().toUpperCase(Locale.ROOT);
    return SHAPE.matcher(folded).matches() ? Optional.of(new UserCode(folded)) : Optional.empty();
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "UserCode[]";
  }
}
