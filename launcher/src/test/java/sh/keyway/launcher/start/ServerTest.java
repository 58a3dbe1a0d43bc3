package sh.keyway.launcher.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.cli.Typed;
import sh.keyway.launcher.config.ConfigurationReader;
import sh.keyway.testkit.github.FakeGitHub;

/** One installation from its first start on; each test is a later day of the same data folder. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerTest {
  @TempDir private static Path root;
  private final Path data = root.resolve("data");
  private final DataFolder folder = new DataFolder(data);
  private final Typed typed = new Typed(root, Map.of("KEYWAY_DATA_DIR", data.toString()));
  private final Server server = server(Map.of());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Order(1)
  void aFirstStartServesAndTellsWhereTheKeyIs() throws Exception {
    server.start();

    assertThat(server.screen("./keyway-server"))
        .contains(server.address(), data.toString(), folder.ownerToken().toString())
        .doesNotContain(Files.readString(folder.ownerToken()).strip());
    for (Path file :
        new Path[] {folder.ownerToken(), folder.controlToken(), folder.encryptionKeys()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
    }
  }

  @Test
  @Order(2)
  void whatIsPushedIsPulledAndPushingItBackChangesNothing() throws Exception {
    server.start();
    String text =
        """
        PLAIN=a=b#c $d \\n
        BLANKS=" x "
        QUOTES='"both"'
        PEM="-----BEGIN KEY-----\\nab\\"c\\\\d\\r\\n-----END KEY-----\\n"
        """;
    Files.writeString(root.resolve("in.env"), text);

    assertThat(typed.run("push", "acme/api", "development", "in.env")).isZero();
    assertThat(typed.out()).contains("4 created, 0 updated, 0 deleted");
    assertThat(typed.run("pull", "acme/api", "development")).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(".env"))))
        .isEqualTo("rw-------");
    assertThat(typed.run("push", "acme/api", "development")).isZero();
    assertThat(typed.out()).contains("0 created, 0 updated, 0 deleted, 4 unchanged");
    assertThat(typed.run("pull", "acme/api", "staging")).isEqualTo(1);
    assertThat(typed.run("pull", "nobody", "staging")).isEqualTo(2);
    Files.delete(root.resolve(".env"));
  }

  @Test
  @Order(3)
  void peopleAndKeysAreManagedThroughTheRunningServer() throws Exception {
    server.start();

    assertThat(typed.run("user", "add", "alice", "--role", "read", "--repo", "acme/api")).isZero();
    assertThat(typed.run("user", "list")).isZero();
    assertThat(typed.out()).contains("alice").contains("(owner)");
    assertThat(typed.run("user", "add", "alice")).isEqualTo(1);
    assertThat(
            typed.run(
                "api-key", "create", "--user", "alice", "--name", "ci", "--scope", "read:secrets"))
        .isZero();
    String token = typed.out().strip();
    assertThat(token).matches("kw_live_[0-9A-Za-z]{40}");

    Typed alice =
        new Typed(root, Map.of("KEYWAY_TOKEN", token, "KEYWAY_API_URL", server.address() + "/"));
    assertThat(alice.run("pull", "acme/api", "development", "-")).isZero();
    assertThat(alice.out()).contains("PLAIN=a=b#c $d \\n\n");
    assertThat(alice.run("push", "acme/api", "development", "in.env")).isEqualTo(1);

    assertThat(typed.run("user", "role", "alice", "acme/api", "none")).isZero();
    assertThat(alice.run("pull", "acme/api", "development", "-")).isEqualTo(1);
    assertThat(typed.run("user", "role", "alice", "acme/api", "read")).isZero();
    assertThat(typed.run("api-key", "list", "--user", "alice")).isZero();
    String id = typed.out().substring(0, 36);
    assertThat(typed.run("api-key", "revoke", id)).isZero();
    assertThat(alice.run("pull", "acme/api", "development", "-")).isEqualTo(1);
    assertThat(typed.run("user", "remove", "alice")).isZero();
  }

  @Test
  @Order(4)
  void onlyOneServerPerFolderAndTheDoctorFindsIt() throws Exception {
    server.start();

    try (Server second = server(Map.of())) {
      assertThatThrownBy(second::start)
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("Another keyway-server");
    }
    assertThat(typed.run("doctor")).isZero();
    assertThat(typed.out())
        .contains("ok    server", "ok    database", "ok    crypto")
        .containsPattern("ok    github +no App is configured");
    assertThat(typed.run("migrate")).isEqualTo(78);
  }

  @Test
  @Order(5)
  void stoppedItLeavesNoControlFilesAndCommandsSaySo() throws Exception {
    assertThat(folder.controlAddress()).doesNotExist();
    assertThat(folder.controlToken()).doesNotExist();
    assertThat(typed.run("user", "list")).isEqualTo(1);
    assertThat(typed.err()).contains("No server runs");
    assertThat(typed.run("doctor")).isZero();
    assertThat(typed.out()).contains("none answers");
    assertThat(typed.run("migrate")).isZero();
  }

  @Test
  @Order(6)
  void dataWithoutItsKeyIsRefused() throws Exception {
    Path aside = root.resolve("aside");
    Files.move(folder.encryptionKeys(), aside);

    assertThatThrownBy(server::start)
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("encryption.keys is missing")
        .extracting(e -> ((StartFailure) e).exitCode())
        .isEqualTo(StartFailure.SETUP);

    assertThat(folder.encryptionKeys()).doesNotExist();
    Files.move(aside, folder.encryptionKeys(), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  @Order(7)
  void dataWithAnotherKeyIsRefused() throws Exception {
    try (Server other = server(Map.of("ENCRYPTION_KEY", "ab".repeat(32)))) {
      assertThatThrownBy(other::start)
          .isInstanceOfSatisfying(
              StartFailure.class, e -> assertThat(e.exitCode()).isEqualTo(StartFailure.SETUP))
          .message()
          .startsWith("The encryption key given is not the one this database was sealed with")
          .doesNotContain("abab");
    }
  }

  @Test
  @Order(8)
  void anOwnerWhoseKeyWasTakenAwayGetsNoOther() throws Exception {
    Files.delete(folder.ownerToken());

    server.start();

    assertThat(folder.ownerToken()).doesNotExist();
    assertThat(server.screen("k")).contains("no longer kept here");
  }

  @Test
  @Order(9)
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Server unlucky = server(Map.of("PORT", Integer.toString(taken.getLocalPort())))) {
      assertThatThrownBy(unlucky::start)
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("PORT");
    }
    assertThat(folder.publicAddress()).doesNotExist();
  }

  @Test
  @Order(10)
  void aStopOvertakingTheStartLeavesNothingRunning() throws Exception {
    CompletableFuture<Object> starting =
        CompletableFuture.supplyAsync(() -> {
          try {
            server.start();
            return server;
          } catch (StartFailure e) {
            return e;
          }
        });
    Path processId = data.resolve("postgres/data/postmaster.pid");
    while (!Files.exists(processId) && !starting.isDone()) {
      Thread.onSpinWait();
    }

    server.close();

    assertThat(starting.get(1, TimeUnit.MINUTES)).isInstanceOf(StartFailure.class);
    assertThat(processId).doesNotExist();
    assertThat(folder.controlAddress()).doesNotExist();
  }

  @Test
  @Order(11)
  void withAnAppOnlyTheScreenSaysSoAndDoctorAsksGitHub() throws Exception {
    try (FakeGitHub github = FakeGitHub.start();
        Server other = server(app(github))) {
      other.start();

      assertThat(other.screen("k"))
          .contains("roles from   GitHub, " + github.webUrl())
          .doesNotContain(github.app().clientSecret(), github.app().clientId());
      assertThat(typed.run("doctor")).isZero();
      assertThat(typed.out())
          .containsPattern("ok    github +the App keyway-test answers")
          .containsPattern("warn  github +not subscribed to member, membership, team");

      github.app().replaceKey();
      github.clock().advance(Duration.ofHours(1));
      assertThat(typed.run("doctor")).isEqualTo(1);
      assertThat(typed.out()).containsPattern("fail  github +GitHub refuses");
    }
  }

  private static Map<String, String> app(FakeGitHub github) {
    return Map.of(
        "GITHUB_URL", github.webUrl(),
        "GITHUB_BASE_URL", github.apiUrl(),
        "GITHUB_APP_ID", Long.toString(github.app().id()),
        "GITHUB_APP_CLIENT_ID", github.app().clientId(),
        "GITHUB_APP_CLIENT_SECRET", github.app().clientSecret(),
        "GITHUB_APP_PRIVATE_KEY", github.app().privateKeyBase64(),
        "GITHUB_APP_WEBHOOK_SECRET", github.app().webhookSecret());
  }

  private Server server(Map<String, String> more) {
    Map<String, String> variables = new java.util.HashMap<>();
    variables.put("KEYWAY_DATA_DIR", data.toString());
    variables.put("PORT", "0");
    variables.putAll(more);
    try {
      return new Server(ConfigurationReader.read(variables));
    } catch (sh.keyway.launcher.config.ConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}
