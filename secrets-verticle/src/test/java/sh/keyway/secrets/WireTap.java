package sh.keyway.secrets;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between the secrets room and PostgreSQL and notes every statement that is really executed:
 * each Execute message, with the text its Bind and Parse lead to, and each simple Query.
 */
@SuppressWarnings("try") // waiting may be interrupted, in tests too
public final class WireTap implements AutoCloseable {
  private static final int LENGTH = 4;

  private final Vertx vertx = Vertx.vertx();
  private final List<String> statements = new CopyOnWriteArrayList<>();
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final NetServer server;

  /** Listens on a port of its own and passes everything on to the other one. */
  public WireTap(int port) throws Exception {
    server =
        vertx
            .createNetServer()
            .connectHandler(room -> {
              room.pause();
              vertx
                  .createNetClient()
                  .connect(port, "127.0.0.1")
                  .onFailure(away -> room.close())
                  .onSuccess(database -> join(room, database));
            });
    SecretsHouse.await(server.listen(0, "127.0.0.1"));
  }

  public int port() {
    return server.actualPort();
  }

  /** What was executed since the last {@link #forget}, except the now and then of key usage. */
  public List<String> statements() {
    return statements.stream().filter(text -> !text.contains("set usage_count")).toList();
  }

  public long count(String beginning) {
    return statements().stream().filter(text -> text.startsWith(beginning)).count();
  }

  public void forget() {
    statements.clear();
  }

  /**
   * From now on nothing gets through on the connections there are, in neither direction, and nobody
   * is told: what a network does that lost its way. New connections work.
   */
  public void silence() {
    lines.forEach(line -> line.silent = true);
  }

  /** How many of the silenced connections the room still has open. */
  public long silentlyOpen() {
    return lines.stream().filter(line -> line.silent).count();
  }

  private static final class Line {
    private volatile boolean silent;
  }

  private void join(NetSocket room, NetSocket database) {
    Listener listener = new Listener();
    Line line = new Line();
    lines.add(line);
    room.handler(bytes -> {
      listener.hear(bytes);
      if (!line.silent) {
        database.write(bytes);
      }
    });
    database.handler(bytes -> {
      if (!line.silent) {
        room.write(bytes);
      }
    });
    room.closeHandler(closed -> {
      lines.remove(line);
      database.close();
    });
    database.closeHandler(closed -> room.close());
    room.resume();
  }

  /** Reads one connection's half of the protocol (PostgreSQL documentation, chapter 54). */
  private final class Listener {
    private final Map<String, String> prepared = new HashMap<>();
    private Buffer pending = Buffer.buffer();
    private boolean started;
    private String bound = "";

    void hear(Buffer bytes) {
      pending.appendBuffer(bytes);
      int type = started ? 1 : 0;
      while (pending.length() >= type + LENGTH && pending.length() >= type + pending.getInt(type)) {
        int end = type + pending.getInt(type);
        if (started) {
          message((char) pending.getByte(0), pending.getBytes(1 + LENGTH, end));
        }
        started = true;
        type = 1;
        pending = pending.getBuffer(end, pending.length());
      }
    }

    private void message(char type, byte[] body) {
      String first = text(body, 0);
      switch (type) {
        case 'Q' -> statements.add(first);
        case 'P' -> prepared.put(first, text(body, length(body, 0) + 1));
        case 'B' -> bound = prepared.getOrDefault(text(body, length(body, 0) + 1), "?");
        case 'E' -> statements.add(bound.strip());
        default -> {}
      }
    }

    private String text(byte[] body, int from) {
      return new String(body, from, length(body, from) - from, StandardCharsets.UTF_8);
    }

    private int length(byte[] body, int from) {
      int end = from;
      while (end < body.length && body[end] != 0) {
        end++;
      }
      return end;
    }
  }

  @Override
  public void close() throws Exception {
    SecretsHouse.await(vertx.close());
  }
}
