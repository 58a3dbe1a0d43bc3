package sh.keyway.secrets.database;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Map;
import sh.keyway.secrets.SecretsConfig;

/** How every connection of the room is made. */
final class ConnectOptions {
  /** Milliseconds PostgreSQL gives a statement; a backstop behind the callers' own deadlines. */
  static final int STATEMENT_TIMEOUT = 4_000;

  private static final int LOCK_TIMEOUT = 2_000;
  private static final int IDLE_IN_TRANSACTION_TIMEOUT = 5_000;

  private ConnectOptions() {}

  static PgConnectOptions of(SecretsConfig config, int pipelining) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setDatabase(config.database())
            .setUser(config.user())
            .setPassword(config.password())
            .setPipeliningLimit(pipelining)
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(128)
            .setProperties(
                Map.of(
                    "application_name", "keyway",
                    "client_encoding", "UTF8",
                    "DateStyle", "ISO",
                    "TimeZone", "UTC",
                    "statement_timeout", String.valueOf(STATEMENT_TIMEOUT),
                    "lock_timeout", String.valueOf(LOCK_TIMEOUT),
                    "idle_in_transaction_session_timeout",
                        String.valueOf(IDLE_IN_TRANSACTION_TIMEOUT)));
    ClientSSLOptions tls = new ClientSSLOptions();
    switch (config.tls()) {
      case DISABLE -> options.setSslMode(SslMode.DISABLE);
      case PREFER -> options.setSslMode(SslMode.PREFER).setSslOptions(tls.setTrustAll(true));
      case REQUIRE -> options.setSslMode(SslMode.REQUIRE).setSslOptions(tls.setTrustAll(true));
      case VERIFY_CA ->
          options
              .setSslMode(SslMode.VERIFY_CA)
              .setSslOptions(trust(config, tls).setHostnameVerificationAlgorithm(""));
      case VERIFY_FULL ->
          options
              .setSslMode(SslMode.VERIFY_FULL)
              .setSslOptions(trust(config, tls).setHostnameVerificationAlgorithm("HTTPS"));
    }
    return options;
  }

  private static ClientSSLOptions trust(SecretsConfig config, ClientSSLOptions tls) {
    return config.caFile() == null
        ? tls
        : tls.setTrustOptions(new PemTrustOptions().addCertPath(config.caFile().toString()));
  }
}
