package sh.keyway.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads HTTP/1.1 responses off one keep-alive connection (RFC 9112), as little of them as a load
 * generator needs: the status and where the response ends. Knows {@code Content-Length} only; a
 * response without it is a failure, never a guess. Not safe for use by several threads.
 */
final class ResponseReader {
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_HEAD = 16 * 1024;
  private static final int MAX_BODY = 16 * 1024 * 1024;

  private final byte[] head = new byte[MAX_HEAD];
  private int headLength;
  private int bodyLeft = -1;
  private int status;
  private byte[] body = new byte[0];
  private int bodyLength;
  private boolean keepBody;

  /** Keeps the bodies of responses from here on; for checks, not for measuring. */
  void keepBodies() {
    keepBody = true;
  }

  /**
   * Takes bytes from {@code in} up to the end of one response.
   *
   * @return whether a response is complete; the next call begins the next one
   * @throws IllegalStateException if this is not a response this reader understands
   */
  boolean read(ByteBuffer in) {
    if (bodyLeft < 0 && !readHead(in)) {
      return false;
    }
    int n = Math.min(bodyLeft, in.remaining());
    if (keepBody) {
      in.get(body, bodyLength, n);
    } else {
      in.position(in.position() + n);
    }
    bodyLength += n;
    bodyLeft -= n;
    if (bodyLeft > 0) {
      return false;
    }
    bodyLeft = -1;
    return true;
  }

  /** Status of the response that {@link #read} completed last. */
  int status() {
    return status;
  }

  /** Body of the response completed last; empty unless {@link #keepBodies} was called before. */
  byte[] body() {
    return keepBody ? Arrays.copyOf(body, bodyLength) : body;
  }

  /** Length in bytes of the body completed last. */
  int bodyLength() {
    return bodyLength;
  }

  private boolean readHead(ByteBuffer in) {
    while (in.hasRemaining()) {
      if (headLength == MAX_HEAD) {
        throw new IllegalStateException("response head is longer than " + MAX_HEAD + " bytes");
      }
      byte b = in.get();
      head[headLength++] = b;
      if (b == '\n' && endsHead()) {
        parseHead();
        return true;
      }
    }
    return false;
  }

  private boolean endsHead() {
    return headLength >= 4
        && head[headLength - 2] == '\r'
        && head[headLength - 3] == '\n'
        && head[headLength - 4] == '\r';
  }

  private void parseHead() {
    if (headLength < 12 || head[0] != 'H' || head[8] != ' ') {
      throw new IllegalStateException("not an HTTP/1.1 response");
    }
    status = number(9, 12);
    bodyLeft = contentLength();
    bodyLength = 0;
    if (keepBody) {
      body = new byte[bodyLeft];
    }
    headLength = 0;
  }

  private int contentLength() {
    for (int at = 0; at < headLength - LENGTH.length; at++) {
      if (head[at] == '\n' && isLengthAt(at + 1)) {
        int from = at + 1 + LENGTH.length;
        while (head[from] == ' ' || head[from] == '\t') {
          from++;
        }
        int to = from;
        while (head[to] >= '0' && head[to] <= '9') {
          to++;
        }
        return number(from, to);
      }
    }
    throw new IllegalStateException("response " + status + " has no Content-Length");
  }

  private boolean isLengthAt(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      int c = head[at + i];
      if (c >= 'A' && c <= 'Z') {
        c += 'a' - 'A';
      }
      if (c != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private int number(int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = head[i] - '0';
      if (digit < 0 || digit > 9 || value > MAX_BODY) {
        throw new IllegalStateException("not a number in the response head");
      }
      value = value * 10 + digit;
    }
    if (from == to || value > MAX_BODY) {
      throw new IllegalStateException("not a number in the response head");
    }
    return value;
  }
}
