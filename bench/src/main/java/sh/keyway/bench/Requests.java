package sh.keyway.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The requests of one connection, as bytes ready to be written. */
@FunctionalInterface
interface Requests {
  /** The next request, positioned at its beginning; valid until the next call. */
  ByteBuffer next();

  /** The same request for ever. */
  static Requests always(String request) {
    ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
    return bytes::rewind;
  }

  /**
   * A request in which the digits of {@code hole} are overwritten with a number that counts up, so
   * that each one differs from the last in one place and not in length.
   *
   * @param hole text that occurs once in the request, at least ten characters of it
   * @param first number to begin with
   */
  static Requests counting(String request, String hole, long first) {
    byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
    int at = request.indexOf(hole);
    if (at < 0 || request.indexOf(hole, at + 1) >= 0 || hole.length() < 10) {
      throw new IllegalArgumentException("the hole must occur once and hold ten digits");
    }
    int from = request.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long[] number = {first};
    return () -> {
      long left = number[0]++;
      for (int i = from + hole.length() - 1; i >= from; i--) {
        bytes[i] = (byte) ('0' + left % 10);
        left /= 10;
      }
      return buffer.rewind();
    };
  }

  /** A GET request of HTTP/1.1 with an optional bearer token (empty: none). */
  static String get(String path, String token) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + authorization(token) + "\r\n";
  }

  /** A POST request of HTTP/1.1 with a JSON body. */
  static String post(String path, String token, String json) {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + authorization(token)
        + "Content-Length: "
        + length
        + "\r\n\r\n"
        + json;
  }

  private static String authorization(String token) {
    return token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
  }
}
