package sh.keyway.secrets.installation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.RoleSql.Where;
import sh.keyway.secrets.identity.Sessions;

/** Somebody came, left, or may do something else than before. Only leaving is taken at its word. */
final class MemberEvents {
  private static final String DROP_TOKENS = "delete from user_tokens where user_id = $1";

  private MemberEvents() {}

  static Effect collaborator(Delivery delivery) {
    Payload payload = delivery.payload();
    return RoleEffects.askAgain(
        Where.repository(payload.id("/repository/id")), payload.id("/member/id"));
  }

  static Effect collaboratorRemoved(Delivery delivery) {
    Payload payload = delivery.payload();
    return RoleEffects.revokeInRepository(
        delivery, payload.id("/repository/id"), Member.of(payload, "/member"));
  }

  static Effect organizationMember(Delivery delivery) {
    Payload payload = delivery.payload();
    return RoleEffects.askAgain(
        Where.account(payload.id("/organization/id")), payload.id("/membership/user/id"));
  }

  static Effect leftOrganization(Delivery delivery) {
    Payload payload = delivery.payload();
    return RoleEffects.revokeInAccount(
        delivery, payload.id("/organization/id"), Member.of(payload, "/membership/user"));
  }

  /** GitHub sends the event membership for teams only (http-auth §12 W28). */
  static Effect teamMember(Delivery delivery) {
    Payload payload = delivery.payload();
    return RoleEffects.askAgain(
        Where.account(payload.id("/organization/id")), payload.id("/member/id"));
  }

  /**
   * A team's role changed, and with it that of people the event does not name: on the repository
   * that is named, else on any of the organisation's.
   */
  static Effect team(Delivery delivery) {
    Payload payload = delivery.payload();
    return RoleEffects.askAgain(
        payload.has("/repository")
            ? Where.repository(payload.id("/repository/id"))
            : Where.account(payload.id("/organization/id")));
  }

  /**
   * A user wants this server to act for them no longer. What they began and could still become a
   * session goes first, so that none is made while the sessions end.
   */
  static Effect authorizationRevoked(Delivery delivery) {
    long sender = delivery.payload().id("/sender/id");
    return tx ->
        InstallationSql.findUser(tx, sender)
            .compose(user ->
                user.isEmpty() ? Future.succeededFuture() : signOut(tx, delivery, user.get()));
  }

  private static Future<?> signOut(Sql tx, Delivery delivery, UUID user) {
    return Sessions.endAll(tx, user)
        .compose(ended ->
            tx.run(DROP_TOKENS, Tuple.of(user))
                .compose(dropped ->
                    AuditSql.insert(
                        tx,
                        Activity.told(
                            Action.SESSION_REVOKED,
                            delivery.client(),
                            user,
                            Metadata.empty()
                                .with("event", delivery.event())
                                .with("delivery", delivery.id())
                                .with("sessions", ended)))));
  }
}
