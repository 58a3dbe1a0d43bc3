package sh.keyway.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;
import sh.keyway.secrets.database.Database;

/** What is over is deleted, what is not stays. */
class PurgeTest {
  private static final List<String> TABLES =
      List.of(
          "sign_ins",
          "device_approvals",
          "device_codes",
          "login_links",
          "sessions",
          "github_tokens",
          "ci_tokens",
          "webhook_deliveries");

  @Test
  @SuppressWarnings("try") // waiting may be interrupted, in tests too
  void whatIsOverIsDeletedByTwoNodesAtOnceAndWhatIsNotStays() throws Exception {
    try (SecretsHouse house = SecretsHouse.open()) {
      house.vault("o/r");
      insert(house, 1_500, "now() - interval '8 days'");
      insert(house, 3, "now() + interval '1 minute'");
      Database database = new Database(house.vertx, config(house));
      Purge one = new Purge(house.vertx, database.change());
      Purge other = new Purge(house.vertx, database.change());

      SecretsHouse.await(Future.all(one.run(), other.run()));

      one.close();
      other.close();
      for (String table : TABLES) {
        assertThat(house.rows("select count(*) from " + table)).as(table).containsExactly("3");
      }
      SecretsHouse.await(database.close());
    }
  }

  @Test
  @SuppressWarnings("try") // waiting may be interrupted, in tests too
  void oneStatementThatFailsDoesNotStopTheOthers() throws Exception {
    try (SecretsHouse house = SecretsHouse.open()) {
      house.vault("o/r");
      insert(house, 3, "now() - interval '8 days'");
      house.execute("alter table sign_ins rename to sign_ins_elsewhere");
      Database database = new Database(house.vertx, config(house));
      Purge purge = new Purge(house.vertx, database.change());

      assertThatThrownBy(() -> SecretsHouse.await(purge.run())).isInstanceOf(Exception.class);

      purge.close();
      for (String table : TABLES.subList(1, TABLES.size())) {
        assertThat(house.rows("select count(*) from " + table)).as(table).containsExactly("0");
      }
      SecretsHouse.await(database.close());
    }
  }

  private static SecretsConfig config(SecretsHouse house) {
    return SecretsHouse.config(house.database, SecretsConfig.ENVIRONMENT_BYTES);
  }

  private static void insert(SecretsHouse house, int rows, String end) throws Exception {
    String each =
        "from users u, vaults v, generate_series(1, %d) i where u.is_owner".formatted(rows);
    String hash = "sha256((random()::text || i)::bytea)";
    house.execute(
        "insert into sign_ins (state_hash, verifier_hash, expires_at) select %1$s, %1$s, %2$s %3$s"
            .formatted(hash, end, each),
        "insert into login_links (token_hash, user_id, expires_at) select %s, u.id, %s %s"
            .formatted(hash, end, each),
        "insert into device_codes (device_hash, user_hash, requested_from, platform, expires_at) select %1$s, %1$s, 'x', 'api', %2$s %3$s"
            .formatted(hash, end, each),
        "insert into device_approvals (token_hash, cookie_hash, device_code_id, user_id, is_new_user, expires_at) select %1$s, %1$s, (select id from device_codes order by expires_at desc limit 1), u.id, false, %2$s %3$s"
            .formatted(hash, end, each),
        "insert into sessions (id, user_id, method, expires_at) select gen_random_uuid(), u.id, 'web', %s %s"
            .formatted(end, each),
        "insert into github_tokens (token_hash, user_id, valid_until) select %s, u.id, %s %s"
            .formatted(hash, end, each),
        "insert into ci_tokens (vault_id, jti_hash, forge_owner_id, environments, guarded, run_id, actor, expires_at) select v.id, %s, 1, '{}', '{}', i, 'x', %s %s"
            .formatted(hash, end, each),
        "insert into webhook_deliveries (id, event, received_at) select gen_random_uuid()::text, 'ping', %s - interval '22 days' %s"
            .formatted(end, each));
  }
}
