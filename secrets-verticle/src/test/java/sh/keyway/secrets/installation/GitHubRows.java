package sh.keyway.secrets.installation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.ReceiveWebhook;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.testkit.github.Account;
import sh.keyway.testkit.github.Delivery;
import sh.keyway.testkit.github.GitHubRepository;

/** People and vaults of GitHub's, put into the database as sign-in and vault creation would. */
final class GitHubRows {
  private final SecretsHouse house;

  GitHubRows(SecretsHouse house) {
    this.house = house;
  }

  /** A user who has signed in. */
  UUID user(Account account) throws Exception {
    return UUID.fromString(
        house
            .rows(
                "insert into users (forge, forge_user_id, username) values ('github', %d, '%s')"
                        .formatted(account.id(), account.login())
                    + " returning id")
            .getFirst());
  }

  Caller session(UUID user) throws Exception {
    return new Caller(house.session(user), SecretsHouse.client("curl/8"));
  }

  /** A vault with the environment {@code development}. */
  UUID vault(GitHubRepository repository, UUID owner) throws Exception {
    UUID vault =
        UUID.fromString(
            house
                .rows(
                    "insert into vaults (forge, forge_repo_id, repo_full_name, owner_id, is_private,"
                        + " forge_owner_id) values ('github', %d, '%s', '%s', true, %d) returning id"
                            .formatted(
                                repository.id(),
                                repository.fullName(),
                                owner,
                                repository.owner().id()))
                .getFirst());
    house.execute(
        "insert into environments (vault_id, name, type, display_order) values ('%s',"
                .formatted(vault)
            + " 'development', 'development', 0)");
    return vault;
  }

  /** What GitHub said just now. */
  void role(UUID vault, UUID user, Role role) throws Exception {
    house.execute(
        "insert into repository_roles (user_id, vault_id, role, checked_at) values ('%s', '%s',"
                .formatted(user, vault)
            + " '%s', now())".formatted(role.wire()));
  }

  /**
   * Role and whether it counts: {@code write fresh}, {@code null fresh}, {@code write doubtful}.
   */
  String role(UUID vault, UUID user) throws Exception {
    return only(
        house.rows(
            "select role, case when checked_at is null then 'doubtful' else 'fresh' end from"
                + " repository_roles where vault_id = '%s' and user_id = '%s'"
                    .formatted(vault, user)));
  }

  /** What makes remembered decisions and answers under way void. */
  String epochs(UUID vault) throws Exception {
    return only(
        house.rows(
            "select role_epoch, policy_revision from vaults v join environments e on e.vault_id ="
                + " v.id where v.id = '%s'".formatted(vault)));
  }

  String vaultRow(UUID vault) throws Exception {
    return only(
        house.rows(
            "select repo_full_name, is_private, forge_owner_id from vaults where id = '%s'"
                .formatted(vault)));
  }

  /** The whole database that a webhook could touch, to compare before and after. */
  List<String> everything() throws Exception {
    return house.rows(
        """
        select 'vault', v::text from vaults v union all
        select 'environment', e::text from environments e union all
        select 'role', r::text from repository_roles r union all
        select 'session', s::text from sessions s union all
        select 'installation', i::text from installations i union all
        select 'repository', ir::text from installation_repositories ir union all
        select 'delivery', d::text from webhook_deliveries d union all
        select 'activity', a::text from activities a order by 1, 2
        """);
  }

  Done receive(Delivery delivery) throws Exception {
    return house.ask(SecretsRoom.RECEIVE_WEBHOOK, webhook(delivery));
  }

  static ReceiveWebhook webhook(Delivery delivery) {
    return new ReceiveWebhook(
        SecretsHouse.client("GitHub-Hookshot/044aadd"),
        delivery.id(),
        delivery.event(),
        delivery.body().getBytes(StandardCharsets.UTF_8));
  }

  /** The installation's row: status, selection, account and number of repositories. */
  String installation(long id) throws Exception {
    return only(
        house.rows(
            "select status, selection, account_login, (select count(*) from"
                + " installation_repositories r where r.installation_id = i.id) from installations i"
                + " where installation_id = %d".formatted(id)));
  }

  static String only(List<String> rows) {
    if (rows.size() > 1) {
      throw new AssertionError(rows);
    }
    return rows.isEmpty() ? "none" : rows.getFirst();
  }

  /** Seconds later, as GitHub spells moments. */
  static String later(int seconds) {
    return Instant.parse("2026-11-24T08:00:00Z").plusSeconds(seconds).toString();
  }
}
