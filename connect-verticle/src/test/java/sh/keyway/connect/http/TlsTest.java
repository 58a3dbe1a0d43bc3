package sh.keyway.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other side is who it says it is, or nothing is said to it. */
class TlsTest {
  private static final String PASSWORD = "changeit";

  private final Vertx vertx = Vertx.vertx();
  private @TempDir Path folder;
  private HttpServer server;

  @BeforeEach
  void listen() throws Exception {
    Path store = folder.resolve("server.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "server",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "server",
        "-keystore",
        store.toString(),
        "-file",
        folder.resolve("server.pem").toString());
    server =
        get(
            vertx
                .createHttpServer(
                    new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                            new PfxOptions().setPath(store.toString()).setPassword(PASSWORD)))
                .requestHandler(request -> request.response().end("{}"))
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  @Test
  void onlyATrustedCertificateForTheHostIsSpokenTo() throws Exception {
    Path trusted = folder.resolve("server.pem");

    assertThat(call("localhost", trusted).status()).isEqualTo(200);
    assertThatThrownBy(() -> call("127.0.0.1", trusted))
        .as("for another host")
        .hasCauseInstanceOf(UnreachableException.class);
    assertThatThrownBy(() -> call("localhost", null))
        .as("of an unknown authority")
        .hasCauseInstanceOf(UnreachableException.class);
  }

  private Answer call(String host, @Nullable Path caFile) throws Exception {
    Base base = Base.of(URI.create("https://" + host + ":" + server.actualPort()));
    Caller caller =
        new Caller(
            vertx,
            HttpClients.open(vertx, host + caFile, Limits.DEFAULT, caFile),
            base,
            Limits.DEFAULT,
            InstantSource.system());
    return get(caller.call(new Call(HttpMethod.GET, "/", Map.of(), null)));
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
