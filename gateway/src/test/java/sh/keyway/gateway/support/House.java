package sh.keyway.gateway.support;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.bus.HouseCodec;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.GatewayConfig;
import sh.keyway.gateway.GatewayConfig.GitHubApp;
import sh.keyway.gateway.GatewayVerticle;
import sh.keyway.gateway.auth.Sessions;
import sh.keyway.gateway.auth.Sha256;

/** A gateway on a socket with a fake room behind it. */
public final class House implements AutoCloseable {
  /** Key of the JWTs it accepts. */
  public static final String JWT_SECRET = "0123456789abcdef0123456789abcdef";

  /** Origin that may call from a browser. */
  public static final String ORIGIN = "https://app.example.test";

  /** Where it says it is reached. */
  public static final String API = "https://api.example.test";

  /** A GitHub App. */
  public static final GitHubApp APP =
      new GitHubApp(
          "Iv1.client",
          "https://github.test/apps/keyway/installations/new",
          "webhook-secret",
          true);

  private static final String ERRORS = "https://api.keyway.sh/errors";

  private final Vertx vertx = Vertx.vertx();
  private final FakeRoom room;
  private final GatewayVerticle gateway;

  /** Starts one that allows {@link #ORIGIN}. */
  public House() {
    this(List.of(ORIGIN + "/"));
  }

  /** Starts one that allows these origins. */
  public House(List<String> origins) {
    this(config(0, origins));
  }

  /** Starts one with a GitHub App. */
  public static House withGitHub() {
    return new House(config(API, "https://github.test", APP));
  }

  /** Starts one that is configured so. */
  public House(GatewayConfig config) {
    vertx
        .eventBus()
        .registerCodec(
            new HouseCodec(
                Stream.of(
                        SecretsRoom.operations(), CryptoRoom.operations(), ConnectRoom.operations())
                    .<Operation<?, ?>>flatMap(List::stream)
                    .toList()));
    room = new FakeRoom(vertx);
    gateway = new GatewayVerticle(config);
    Wait.on(vertx.deployVerticle(gateway));
    Samples.teach(room);
  }

  /** A configuration without GitHub. */
  public static GatewayConfig config(int port, List<String> origins) {
    return new GatewayConfig(
        "127.0.0.1",
        port,
        JWT_SECRET,
        new GatewayConfig.Web(origins, ERRORS, "https://github.com", API, null, null, null),
        null);
  }

  /** A configuration that allows {@link #ORIGIN} and has a dashboard there. */
  public static GatewayConfig config(
      @Nullable String publicUrl, String githubUrl, @Nullable GitHubApp app) {
    return new GatewayConfig(
        "127.0.0.1",
        0,
        JWT_SECRET,
        new GatewayConfig.Web(
            List.of(ORIGIN),
            ERRORS,
            githubUrl,
            publicUrl,
            ORIGIN + "/home",
            "https://www.example.test",
            null),
        app);
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

  /** A form, without a credential. */
  public Reply form(String target, String form, String... headers) {
    return body("POST", target, "application/x-www-form-urlencoded", form, headers);
  }

  /** A body of any type, without a credential. */
  public Reply body(String method, String target, String type, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (Wire wire = connect()) {
      String head = head(method, target, with("Content-Type: " + type, headers));
      wire.send(head + "Content-Length: " + bytes.length + "\r\n\r\n").send(bytes);
      return wire.read();
    }
  }

  /** The cookies of a browser that is signed in by this token, as it sends them over TLS. */
  public static String cookies(String token) {
    String hash =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    return "Cookie: keyway_session=" + token + "; __Host-keyway_bound=" + hash;
  }

  /** The sample session's token, as this house would make it. */
  public String token() {
    return new Sessions(vertx, new RoomClient(vertx), JWT_SECRET).mint(Samples.SESSION);
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
