package sh.keyway.secrets.installation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Client;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.forge.RoleSql.Where;

/**
 * The App was installed, changed or removed. A role is GitHub's word passed on by an installation,
 * so whatever happens to one, every role in its account is asked for again.
 */
final class InstallationEvents {
  private InstallationEvents() {}

  static Effect created(Delivery delivery) {
    Payload payload = delivery.payload();
    List<Repository> repositories = Repository.list(payload, "/repositories");
    long installer = payload.id("/sender/id");
    Metadata metadata =
        metadata(payload)
            .with("repositorySelection", payload.text("/installation/repository_selection"))
            .with("repositoryCount", repositories.size());
    return told(payload, false, installer, repositories, List.of())
        .and(audit(Action.VCS_APP_INSTALLED, delivery.client(), installer, metadata));
  }

  static Effect deleted(Delivery delivery) {
    Payload payload = delivery.payload();
    return told(payload, true, null, List.of(), List.of())
        .and(
            audit(
                Action.VCS_APP_UNINSTALLED,
                delivery.client(),
                payload.id("/sender/id"),
                metadata(payload)));
  }

  /** Suspended, working again, or granted other permissions. */
  static Effect changed(Delivery delivery) {
    return told(delivery.payload(), false, null, List.of(), List.of());
  }

  static Effect repositoriesChanged(Delivery delivery) {
    Payload payload = delivery.payload();
    return told(
        payload,
        false,
        null,
        Repository.list(payload, "/repositories_added"),
        Repository.list(payload, "/repositories_removed"));
  }

  private static Effect told(
      Payload payload,
      boolean deleted,
      @Nullable Long installer,
      List<Repository> added,
      List<Repository> removed) {
    InstallationNews news = InstallationNews.of(payload, deleted);
    Effect kept =
        tx ->
            InstallationSql.tell(tx, news, installer)
                .compose(id ->
                    InstallationSql.addRepositories(tx, id, added)
                        .compose(done -> InstallationSql.removeRepositories(tx, id, removed)));
    return RoleEffects.askAgain(Where.account(news.accountId())).and(kept);
  }

  private static Metadata metadata(Payload payload) {
    return Metadata.empty()
        .with("installationId", payload.id("/installation/id"))
        .with("accountLogin", payload.text("/installation/account/login"))
        .with("accountType", payload.text("/installation/account/type"));
  }

  private static Effect audit(Action action, Client client, long sender, Metadata metadata) {
    return tx ->
        InstallationSql.findUser(tx, sender)
            .compose(user ->
                AuditSql.insert(tx, Activity.told(action, client, user.orElse(null), metadata)));
  }
}
