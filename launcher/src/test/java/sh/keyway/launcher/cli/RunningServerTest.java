package sh.keyway.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.PrivateFiles;
import sh.keyway.postgres.FolderLock;

/** The data folder of a server that was killed, and a stranger who took its port. */
class RunningServerTest {
  @TempDir private Path root;
  private DataFolder folder;
  private Typed typed;
  private ServerSocketChannel stranger;
  private String address;

  @BeforeEach
  void killedServer() throws Exception {
    folder = new DataFolder(root.resolve("data"));
    stranger = ServerSocketChannel.open();
    stranger.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    stranger.configureBlocking(false);
    int port = ((InetSocketAddress) stranger.getLocalAddress()).getPort();
    address = "http://127.0.0.1:" + port;
    typed =
        new Typed(
            root,
            Map.of("KEYWAY_DATA_DIR", folder.path().toString(), "PORT", String.valueOf(port)));
    PrivateFiles.folder(folder.path());
    PrivateFiles.write(folder.lock(), "");
    PrivateFiles.write(folder.ownerToken(), "kw_live_" + "x".repeat(40));
    PrivateFiles.write(folder.publicAddress(), address);
    PrivateFiles.write(folder.controlAddress(), address);
    PrivateFiles.write(folder.controlToken(), "control");
  }

  @AfterEach
  void close() throws Exception {
    stranger.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pull acme/api staging -",
        "push acme/api staging -",
        "user list",
        "user remove alice",
        "api-key revoke 1"
      })
  void noKeyGoesToAnAddressThatAKilledServerLeft(String command) throws Exception {
    assertThat(typed.run(command.split(" "))).isEqualTo(1);

    assertThat(typed.err()).contains("No server runs on the data folder");
    assertThat(stranger.accept()).isNull();
  }

  @Test
  void norToTheUsualPortWhenThereIsNoAddress() throws Exception {
    Files.delete(folder.publicAddress());
    try (FolderLock starting = FolderLock.take(folder.lock()).orElseThrow()) {
      assertThat(starting).isNotNull();
      assertThat(typed.run("pull", "acme/api", "staging", "-")).isEqualTo(1);
    }

    assertThat(typed.err()).contains("No server runs on the data folder");
    assertThat(stranger.accept()).isNull();
  }

  @Test
  void norToAnotherAddressThatTheEnvironmentNames() throws Exception {
    PrivateFiles.write(folder.publicAddress(), "http://127.0.0.1:1");
    Typed elsewhere =
        new Typed(
            root, Map.of("KEYWAY_DATA_DIR", folder.path().toString(), "KEYWAY_API_URL", address));
    try (FolderLock running = FolderLock.take(folder.lock()).orElseThrow()) {
      assertThat(running).isNotNull();
      assertThat(elsewhere.run("pull", "acme/api", "staging", "-")).isEqualTo(1);
    }

    assertThat(elsewhere.err()).contains("KEYWAY_API_URL needs KEYWAY_TOKEN");
    assertThat(stranger.accept()).isNull();
  }
}
