package sh.keyway.launcher.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.config.DatabaseLogin;

class DatabaseTest {
  @TempDir private Path root;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void whoeverTakesThePortOfADatabaseThatIsDownHearsNothing() throws Exception {
    DatabaseLogin login;
    try (Database database = Database.open(new DataFolder(root.resolve("data")), null)) {
      login = database.application();
      assertThat(login.host()).startsWith(root.toRealPath().toString());
      assertThat(connectedAs(login)).isEqualTo("keyway, over a socket: true");
      assertThat(database.ownerProperties()).containsEntry("requireAuth", "scram-sha-256");
    }

    try (ServerSocketChannel stranger = ServerSocketChannel.open()) {
      stranger.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), login.port()));
      stranger.configureBlocking(false);

      assertThatThrownBy(() -> connectedAs(login)).isInstanceOf(ExecutionException.class);

      assertThat(stranger.accept()).isNull();
    }
  }

  private String connectedAs(DatabaseLogin login) throws Exception {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(login.host())
            .setPort(login.port())
            .setDatabase(login.database())
            .setUser(login.user())
            .setPassword(login.password());
    return PgConnection.connect(vertx, options)
        .compose(connection ->
            connection
                .query("select current_user::text, inet_server_addr() is null")
                .execute()
                .eventually(connection::close))
        .map(rows -> {
          Row row = rows.iterator().next();
          return row.getString(0) + ", over a socket: " + row.getBoolean(1);
        })
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }
}
