package sh.keyway.connect.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes HTTP clients, all alike. */
public final class HttpClients {
  private static final int IDLE_SECONDS = 60;
  private static final int HEADER_BYTES = 32 << 10;

  private HttpClients() {}

  /**
   * A client with a bounded pool, shared under its name by every verticle of the process. It checks
   * that a certificate is trusted and is for the host.
   *
   * @param caFile PEM file of authorities to trust instead of the system's, null for the system's
   */
  public static HttpClient open(Vertx vertx, String name, Limits limits, @Nullable Path caFile) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setShared(true)
            .setName(name)
            .setConnectTimeout((int) limits.connect().toMillis())
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxHeaderSize(HEADER_BYTES)
            .setVerifyHost(true)
            .setTrustAll(false);
    if (caFile != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(caFile.toString()));
    }
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(limits.connections())
            .setMaxWaitQueueSize(limits.waiting());
    return vertx.httpClientBuilder().with(options).with(pool).build();
  }
}
