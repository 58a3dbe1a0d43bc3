package sh.keyway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One request and its answer on a connection of its own; for preparing and checking. */
final class Http {
  private Http() {}

  /**
   * An answer.
   *
   * @param status of it
   * @param body as text
   */
  record Answer(int status, String body) {
    /** Gives nothing away. */
    @Override
    public String toString() {
      return "Answer[" + status + ", " + body.length() + " characters]";
    }
  }

  /**
   * Sends a request made by {@link Requests} to a port of this machine; blocks for up to 30
   * seconds.
   *
   * @throws IOException if nothing listens there, or no whole answer comes
   */
  static Answer send(int port, String request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(30_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      ResponseReader reader = new ResponseReader();
      reader.keepBodies();
      byte[] chunk = new byte[64 * 1024];
      while (true) {
        int n = in.read(chunk);
        if (n < 0) {
          throw new IOException("the answer ended early");
        }
        if (reader.read(ByteBuffer.wrap(chunk, 0, n))) {
          return new Answer(reader.status(), new String(reader.body(), StandardCharsets.UTF_8));
        }
      }
    }
  }

  /** Like {@link #send}, but any other status than the one expected is an IOException. */
  static String expect(int status, int port, String request) throws IOException {
    Answer answer = send(port, request);
    if (answer.status() != status) {
      String what = request.substring(0, request.indexOf(" HTTP/"));
      throw new IOException(what + " answered " + answer.status() + ": " + answer.body());
    }
    return answer.body();
  }
}
