package sh.keyway.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The tables of the raw servers, in a schema of their own: {@code secret}, a row for each sealed
 * value, {@code revision}, a row for all of them sealed together, and {@code audit}.
 */
final class RawTables {
  /** The environment the raw servers serve. */
  static final UUID ENVIRONMENT = new UUID(0x018f_0000_0000_7000L, 0x8000_0000_0000_0001L);

  /** Its secrets, a row each. */
  static final String SELECT_ROWS =
      "SELECT key, sealed FROM bench_raw.secret WHERE environment = $1";

  /** Its secrets in one row. */
  static final String SELECT_BLOB = "SELECT sealed FROM bench_raw.revision WHERE environment = $1";

  /** The rows of a group of concurrent requests, as one array per column. */
  static final String INSERT_AUDIT =
      """
      INSERT INTO bench_raw.audit (environment, revision, actor, action, address, agent)
      SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::text[])
      """;

  // EXTERNAL and the wide target keep a row of a few KiB uncompressed and in its page, as the
  // product's revisions are
  private static final List<String> DDL =
      List.of(
          "DROP SCHEMA IF EXISTS bench_raw CASCADE",
          "CREATE SCHEMA bench_raw",
          """
          CREATE TABLE bench_raw.secret (
            environment uuid NOT NULL, key text NOT NULL, sealed bytea NOT NULL,
            PRIMARY KEY (environment, key))
          """,
          """
          CREATE TABLE bench_raw.revision (
            environment uuid PRIMARY KEY, sealed bytea NOT NULL)
            WITH (toast_tuple_target = 8160)
          """,
          "ALTER TABLE bench_raw.revision ALTER COLUMN sealed SET STORAGE EXTERNAL",
          """
          CREATE TABLE bench_raw.audit (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            at timestamptz NOT NULL DEFAULT now(),
            environment uuid NOT NULL, revision bigint NOT NULL, actor uuid NOT NULL,
            action text NOT NULL, address text NOT NULL, agent text NOT NULL)
          """);

  private RawTables() {}

  /** Makes the tables afresh and fills them; blocks, for at most a minute. */
  static void create(PgConnectOptions database, byte[] key, Map<String, String> secrets)
      throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      PgConnection connection = await(PgConnection.connect(vertx, database));
      for (String statement : DDL) {
        await(connection.query(statement).execute());
      }
      RawCipher cipher = new RawCipher(key);
      List<Tuple> rows = new ArrayList<>();
      for (Map.Entry<String, String> secret : secrets.entrySet()) {
        rows.add(Tuple.of(ENVIRONMENT, secret.getKey(), sealed(cipher, utf8(secret.getValue()))));
      }
      await(
          connection
              .preparedQuery("INSERT INTO bench_raw.secret VALUES ($1, $2, $3)")
              .executeBatch(rows));
      await(
          connection
              .preparedQuery("INSERT INTO bench_raw.revision VALUES ($1, $2)")
              .execute(Tuple.of(ENVIRONMENT, sealed(cipher, blob(secrets)))));
      await(connection.query("VACUUM ANALYZE bench_raw.secret").execute());
      await(connection.query("VACUUM ANALYZE bench_raw.revision").execute());
      await(connection.close());
    } finally {
      await(vertx.close());
    }
  }

  /** Keys and values one after the other, a length of two bytes before each. */
  private static byte[] blob(Map<String, String> secrets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    secrets.forEach((key, value) -> {
      for (byte[] part : List.of(utf8(key), utf8(value))) {
        out.write(part.length >> 8);
        out.write(part.length);
        out.writeBytes(part);
      }
    });
    return out.toByteArray();
  }

  private static Buffer sealed(RawCipher cipher, byte[] plain) throws GeneralSecurityException {
    return Buffer.buffer(cipher.seal(plain));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
