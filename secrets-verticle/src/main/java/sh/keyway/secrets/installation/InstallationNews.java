package sh.keyway.secrets.installation;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.connect.Installation;

/**
 * What was said of an installation.
 *
 * @param id GitHub's number
 * @param accountId of the account
 * @param accountLogin its name
 * @param organization whether that is an organisation
 * @param all whether every repository of the account is covered
 * @param permissions granted permissions, name to level
 * @param status {@code active}, {@code suspended} or {@code deleted}
 * @param toldAt when GitHub last changed it, null if unsaid
 */
record InstallationNews(
    long id,
    long accountId,
    String accountLogin,
    boolean organization,
    boolean all,
    JsonObject permissions,
    String status,
    @Nullable Instant toldAt) {

  /** From a webhook; whether it is suspended is in the payload, not in the action. */
  static InstallationNews of(Payload payload, boolean deleted) {
    String working = payload.has("/installation/suspended_at") ? "suspended" : "active";
    return new InstallationNews(
        payload.id("/installation/id"),
        payload.id("/installation/account/id"),
        payload.text("/installation/account/login"),
        payload.text("/installation/account/type").equals("Organization"),
        payload.text("/installation/repository_selection").equals("all"),
        payload.texts("/installation/permissions"),
        deleted ? "deleted" : working,
        payload.moment("/installation/updated_at"));
  }

  /** From GitHub's answer to a question of ours. */
  static InstallationNews of(Installation found) {
    return new InstallationNews(
        found.id(),
        found.accountId(),
        found.accountLogin(),
        found.organization(),
        found.allRepositories(),
        new JsonObject(Map.copyOf(found.permissions())),
        found.suspendedAt() == null ? "active" : "suspended",
        null);
  }

  String accountType() {
    return organization ? "organization" : "user";
  }

  String selection() {
    return all ? "all" : "selected";
  }
}
