package sh.keyway.secrets.installation;

import io.vertx.sqlclient.Tuple;
import sh.keyway.secrets.forge.RoleSql.Where;

/** Somebody came, left, or may do something else than before. Only leaving is taken at its word. */
final class MemberEvents {
  private static final String END_SESSIONS =
      """
      update sessions s set revoked_at = now() from users u
      where s.user_id = u.id and u.forge = 'github' and u.forge_user_id = $1
        and s.revoked_at is null\
      """;

  private static final String DROP_TOKENS =
      """
      delete from user_tokens t using users u
      where t.user_id = u.id and u.forge = 'github' and u.forge_user_id = $1\
      """;

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

  /** A team's role on a repository changed, and with it that of people the event does not name. */
  static Effect team(Delivery delivery) {
    return RoleEffects.askAgain(Where.account(delivery.payload().id("/organization/id")));
  }

  /** A user wants this server to act for them no longer. */
  static Effect authorizationRevoked(Delivery delivery) {
    long user = delivery.payload().id("/sender/id");
    return tx ->
        tx.run(END_SESSIONS, Tuple.of(user)).compose(done -> tx.run(DROP_TOKENS, Tuple.of(user)));
  }
}
