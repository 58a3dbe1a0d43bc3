package sh.keyway.secrets.installation;

import io.vertx.core.Future;
import sh.keyway.secrets.database.Sql;

/**
 * What a webhook brings about. Everything the payload must hold was taken out of it before, so that
 * within the transaction there is nothing but SQL. Effects revoke, have GitHub asked again, or
 * change what is shown: in whatever order they come, and however late, none of them grants
 * anything.
 */
@FunctionalInterface
interface Effect {
  /** Does it. */
  Future<?> apply(Sql transaction);

  /** This, then the other. */
  default Effect and(Effect other) {
    return transaction -> apply(transaction).compose(done -> other.apply(transaction));
  }
}
