package sh.keyway.secrets.installation;

/**
 * Whom an event is about.
 *
 * @param id GitHub's number
 * @param login name, for the audit only
 */
record Member(long id, String login) {
  static Member of(Payload payload, String pointer) {
    return new Member(payload.id(pointer + "/id"), payload.text(pointer + "/login"));
  }
}
