package sh.keyway.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;

/** Strict percent-decoding (RFC 3986 §2.1) of UTF-8. */
final class Percent {
  private static final Problem MALFORMED =
      Problem.of(Kind.BAD_REQUEST, "The request URL is not correctly encoded");

  private Percent() {}

  /**
   * Decodes.
   *
   * @param plusIsBlank as in the query of a form
   * @throws sh.keyway.contracts.ProblemException BAD_REQUEST if an escape is broken, does not give
   *     UTF-8, or a character should have been escaped
   */
  static String decode(String text, boolean plusIsBlank) {
    boolean plain = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~') {
        throw MALFORMED.exception();
      }
      plain &= c != '%' && !(plusIsBlank && c == '+');
    }
    return plain ? text : decodeEscapes(text, plusIsBlank);
  }

  private static String decodeEscapes(String text, boolean plusIsBlank) {
    byte[] bytes = new byte[text.length()];
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes[length++] = (byte) (hex(text, i + 1) << 4 | hex(text, i + 2));
        i += 2;
      } else {
        bytes[length++] = (byte) (plusIsBlank && c == '+' ? ' ' : c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw MALFORMED.exception();
    }
  }

  private static int hex(String text, int index) {
    int digit = index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
    if (digit < 0) {
      throw MALFORMED.exception();
    }
    return digit;
  }
}
