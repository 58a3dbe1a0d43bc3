package sh.keyway.gateway.auth;

import io.vertx.core.Future;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.RecordRefusal;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.http.Exchange;

/**
 * Puts what the gateway refuses a known principal by itself into the audit (architecture rule 3).
 */
final class RefusalLog {
  private final RoomClient rooms;

  RefusalLog(RoomClient rooms) {
    this.rooms = rooms;
  }

  /** Records; fails with SERVICE_UNAVAILABLE if that cannot be done. */
  Future<Void> record(Exchange exchange, Principal principal, Problem refusal) {
    Caller caller = new Caller(principal, exchange.client());
    return rooms
        .call(
            SecretsRoom.RECORD_REFUSAL,
            new RecordRefusal(caller, exchange.line(), refusal.detail()))
        .mapEmpty();
  }

  /** Records, then fails with the refusal. */
  <T> Future<T> refuse(Exchange exchange, Principal principal, Problem refusal) {
    return record(exchange, principal, refusal)
        .compose(recorded -> Future.failedFuture(refusal.exception()));
  }
}
