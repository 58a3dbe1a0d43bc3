package sh.keyway.testkit.github;

/** Leaves a handler with an error answer. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  final transient Reply reply;

  Refusal(Reply reply) {
    super("status " + reply.status(), null, false, false);
    this.reply = reply;
  }
}
