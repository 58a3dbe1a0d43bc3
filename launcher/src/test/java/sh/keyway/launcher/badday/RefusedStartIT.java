package sh.keyway.launcher.badday;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.postgres.EmbeddedPostgres.Login;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;

/** Starts that must not become servers: they say why, open no port and leave nothing running. */
class RefusedStartIT {
  private static final String OWN_KEY = "0123456789abcdef".repeat(4);
  private static final String OTHER_KEY = "fedcba9876543210".repeat(4);
  private static final String JWT_SECRET = "jwt-secret-jwt-secret-jwt-secret";

  @TempDir private Path root;
  private Path data = Path.of("");

  @Test
  void anEmbeddedDatabaseIsServedWithItsOwnKeyOnly() throws Exception {
    data = root.resolve("data");
    Path keys = data.resolve("keys/encryption.keys");
    Path format = data.resolve("format");
    try (ServerProcess server = ServerProcess.start(data, Map.of())) {
      Client client = new Client(server.port(), server.ownerToken());
      client.createVault("acme/api");
      assertThat(client.push("acme/api", "staging", Map.of("KEY", "value")).status())
          .isEqualTo(200);

      assertRefused(Map.of(), "Another keyway-server is running");
      assertThat(client.pull("acme/api", "staging").status()).isEqualTo(200);
    }
    String key = Files.readString(keys);
    String kind = Files.readString(format);

    assertRefused(Map.of("ENCRYPTION_KEY", OTHER_KEY), "not the one this database was sealed with");
    assertRefused(Map.of("ENCRYPTION_KEY", OTHER_KEY.substring(1)), "ENCRYPTION_KEY");
    Files.writeString(keys, key.replace(':', ' '));
    assertRefused(Map.of(), "encryption.keys is damaged");
    Files.delete(keys);
    assertRefused(Map.of(), "encryption.keys is missing");
    assertThat(keys).as("no new key for old data").doesNotExist();
    Files.writeString(keys, key);
    Files.writeString(format, kind.replace("18", "17"));
    assertRefused(Map.of(), "PostgreSQL major 17");
    Files.writeString(format, kind);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEndsSaying(
          Map.of("PORT", "" + taken.getLocalPort()), false, "choose another with PORT");
    }

    try (ServerProcess server = ServerProcess.start(data, Map.of())) {
      Client client = new Client(server.port(), server.ownerToken());
      assertThat(client.pull("acme/api", "staging").data().getJsonObject("secrets").getMap())
          .as("nothing was harmed")
          .isEqualTo(Map.of("KEY", "value"));
    }
  }

  @Test
  void aConfiguredDatabaseIsServedWithItsOwnKeyOnly() throws Exception {
    data = root.resolve("data");
    try (TestDatabase database = TestPostgres.freshDatabase()) {
      Map<String, String> complete = variables(database.owner());
      Map<String, String> noKeys = new HashMap<>(complete);
      noKeys.remove("ENCRYPTION_KEY");
      noKeys.remove("JWT_SECRET");
      Map<String, String> otherKey = new HashMap<>(complete);
      otherKey.put("ENCRYPTION_KEY", OTHER_KEY);

      assertRefused(noKeys, "ENCRYPTION_KEYS", "JWT_SECRET", "required together with DATABASE_URL");
      try (ServerProcess server = ServerProcess.start(data, complete)) {
        assertThat(server.health().status()).isEqualTo(200);
      }
      assertRefused(otherKey, "not the one this database was sealed with");
    }
  }

  /** It says why and ends, and meanwhile nothing ever listens on its port. */
  private void assertRefused(Map<String, String> variables, String... reasons) throws Exception {
    assertEndsSaying(variables, true, reasons);
  }

  private void assertEndsSaying(Map<String, String> variables, boolean free, String... reasons)
      throws Exception {
    Path output = Path.of(data + ".output");
    int before = Files.exists(output) ? Files.readString(output).length() : 0;
    ServerProcess server = ServerProcess.launch(data, variables);
    boolean opened = false;
    while (!server.process().waitFor(5, TimeUnit.MILLISECONDS)) {
      opened |= free && isOpen(server.port());
    }
    String said = server.output().substring(before);

    assertThat(server.process().exitValue()).as(said).isIn(1, 78);
    assertThat(said).contains(reasons).doesNotContain("\tat ", "Exception", "bug of Keyway");
    assertThat(said).doesNotContain(OWN_KEY, OTHER_KEY, OTHER_KEY.substring(1), JWT_SECRET);
    assertThat(opened).as("its port was open").isFalse();
  }

  private static boolean isOpen(int port) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  private static Map<String, String> variables(Login login) {
    String url =
        "postgres://%s:%s@%s:%d/%s?sslmode=disable"
            .formatted(
                login.user(),
                URLEncoder.encode(login.password(), StandardCharsets.UTF_8),
                login.host(),
                login.port(),
                login.database());
    return Map.of("DATABASE_URL", url, "ENCRYPTION_KEY", OWN_KEY, "JWT_SECRET", JWT_SECRET);
  }
}
