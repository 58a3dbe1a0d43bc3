package sh.keyway.gateway.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One connection on which any bytes can be sent. */
public final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  /** Connects. */
  public Wire(int port) {
    this(port, "127.0.0.1");
  }

  /** Connects from that address of this machine. */
  public Wire(int port, String from) {
    try {
      socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(from), 0);
      socket.setSoTimeout(10_000);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends. */
  public Wire send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends. */
  public Wire send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one answer, skipping interim ones. */
  public Reply read() {
    return read(false);
  }

  /** Reads one answer to a HEAD request. */
  public Reply readHead() {
    return read(true);
  }

  /** Reads a head only, interim ones included. */
  public String readLine() {
    try {
      return line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply read(boolean headOnly) {
    try {
      int status = Integer.parseInt(line().split(" ", 3)[1]);
      Map<String, List<String>> headers = new HashMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        String[] parts = line.split(":", 2);
        headers
            .computeIfAbsent(parts[0].toLowerCase(Locale.ROOT), n -> new ArrayList<>())
            .add(parts[1].strip());
      }
      if (status == 100) {
        return read(headOnly);
      }
      int length =
          Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getFirst());
      byte[] body = headOnly || status == 204 ? new byte[0] : in.readNBytes(length);
      boolean closed = headers.getOrDefault("connection", List.of()).contains("close");
      return new Reply(status, headers, new String(body, StandardCharsets.UTF_8), closed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server hangs up. */
  public boolean isHungUp() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return e.getMessage() != null && e.getMessage().contains("reset");
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("connection ended");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
