package sh.keyway.gateway.support;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import sh.keyway.contracts.bus.HouseCodec;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.GatewayConfig;
import sh.keyway.gateway.GatewayVerticle;

/** A gateway on a socket with a fake room behind it. */
public final class House implements AutoCloseable {
  /** Key of the JWTs it accepts. */
  public static final String JWT_SECRET = "0123456789abcdef0123456789abcdef";

  /** Origin that may call from a browser. */
  public static final String ORIGIN = "https://app.example.test";

  private final Vertx vertx = Vertx.vertx();
  private final FakeRoom room;
  private final GatewayVerticle gateway;

  /** Starts one that allows {@link #ORIGIN}. */
  public House() {
    this(List.of(ORIGIN + "/"));
  }

  /** Starts one that allows these origins. */
  public House(List<String> origins) {
    vertx
        .eventBus()
        .registerCodec(
            new HouseCodec(
                Stream.of(
                        SecretsRoom.operations(), CryptoRoom.operations(), ConnectRoom.operations())
                    .<Operation<?, ?>>flatMap(List::stream)
                    .toList()));
    room = new FakeRoom(vertx);
    gateway = new GatewayVerticle(config(0, origins));
    Wait.on(vertx.deployVerticle(gateway));
    Samples.teach(room);
  }

  /** A configuration. */
  public static GatewayConfig config(int port, List<String> origins) {
    return new GatewayConfig(
        "127.0.0.1",
        port,
        JWT_SECRET,
        new GatewayConfig.Web(
            origins, "https://api.keyway.sh/errors", "https://github.com", null, null, null, null),
        null);
  }

  /** The instance all of it runs in. */
  public Vertx vertx() {
    return vertx;
  }

  /** The room behind the gateway. */
  public FakeRoom room() {
    return room;
  }

  /** Port of the gateway. */
  public int port() {
    return gateway.port();
  }

  /** Connects. */
  public Wire connect() {
    return new Wire(port());
  }

  /** Sends one request without a body on a connection of its own. */
  public Reply call(String method, String target, String... headers) {
    return call(port(), method, target, headers);
  }

  /** Sends one request without a body to that port. */
  public static Reply call(int port, String method, String target, String... headers) {
    try (Wire wire = new Wire(port)) {
      wire.send(head(method, target, headers) + "\r\n");
      return method.equals("HEAD") ? wire.readHead() : wire.read();
    }
  }

  /** GET with the sample API key. */
  public Reply get(String target, String... headers) {
    return call("GET", target, with(Samples.AUTHORIZATION, headers));
  }

  /** DELETE with the sample API key. */
  public Reply delete(String target, String... headers) {
    return call("DELETE", target, with(Samples.AUTHORIZATION, headers));
  }

  /** POST of JSON with the sample API key. */
  public Reply post(String target, String json, String... headers) {
    return send("POST", target, json, headers);
  }

  /** A JSON body with the sample API key. */
  public Reply send(String method, String target, String json, String... headers) {
    return send(port(), method, target, json, with(Samples.AUTHORIZATION, headers));
  }

  /** A JSON body to that port. */
  public static Reply send(int port, String method, String target, String json, String... headers) {
    return send(port, method, target, json.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** A body of any bytes, said to be JSON, to that port. */
  public static Reply send(int port, String method, String target, byte[] body, String... headers) {
    try (Wire wire = new Wire(port)) {
      String head = head(method, target, with("Content-Type: application/json", headers));
      wire.send(head + "Content-Length: " + body.length + "\r\n\r\n").send(body);
      return wire.read();
    }
  }

  /** A request line and headers, each with its line end, without the empty line. */
  public static String head(String method, String target, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: k\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  private static String[] with(String first, String... rest) {
    return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
  }

  @Override
  public void close() {
    Wait.on(vertx.close());
  }
}
