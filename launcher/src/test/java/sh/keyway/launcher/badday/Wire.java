package sh.keyway.launcher.badday;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One connection on which any bytes can be sent. */
final class Wire implements AutoCloseable {
  /** Milliseconds; longer than any answer may take, so that a hang is seen as one. */
  private static final int PATIENCE = 15_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  /** Connects to a port of this machine. */
  Wire(int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
    socket.setSoTimeout(PATIENCE);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** One request on a connection of its own. */
  static Answer once(int port, String request) throws IOException {
    try (Wire wire = new Wire(port)) {
      return wire.ask(request);
    }
  }

  /** Sends a request and reads its answer. */
  Answer ask(String request) throws IOException {
    send(request.getBytes(StandardCharsets.UTF_8));
    return read(request.startsWith("HEAD "));
  }

  /** Sends bytes as they are. */
  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Says that nothing more will be sent. */
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads one answer, skipping interim ones. */
  Answer read(boolean headOnly) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(":", 2);
      String name = parts[0].toLowerCase(Locale.ROOT);
      headers.merge(
          name,
          parts[1].strip(),
          (first, second) -> name.equals("set-cookie") ? first + "\n" + second : second);
    }
    if (status == 100) {
      return read(headOnly);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = headOnly || status == 204 ? new byte[0] : in.readNBytes(length);
    if (!headOnly && status != 204 && body.length < length) {
      throw new EOFException("the answer broke off");
    }
    return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
