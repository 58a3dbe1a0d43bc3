package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.RecordRefusal;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditWriter;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/**
 * Records what the gateway refused by itself. It has only read the credential; whoever holds one
 * that is over is nobody, and leaves no row.
 */
public final class GatewayRefusals implements Service {
  private static final Map<CredentialKind, String> PROVE =
      CredentialKind.statements(kind -> "select %s as holds".formatted(kind.proof("$1")));

  private final Sql reads;
  private final AuditWriter audit;

  /** Proves credentials by these reads, and writes through this writer. */
  public GatewayRefusals(Sql reads, AuditWriter audit) {
    this.reads = reads;
    this.audit = audit;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.RECORD_REFUSAL, this::record);
  }

  /** Records; UNAUTHORIZED if the credential does not hold. */
  public Future<Done> record(RecordRefusal refusal) {
    Principal principal = refusal.caller().principal();
    Metadata metadata =
        Metadata.empty().with("request", refusal.request()).with("detail", refusal.detail());
    return reads
        .run(Credentials.statement(PROVE, principal), Tuple.of(Credentials.id(principal)))
        .compose(rows ->
            rows.iterator().next().getBoolean("holds")
                ? audit.append(Activity.refused(Action.ACCESS_REFUSED, refusal.caller(), metadata))
                : Future.failedFuture(Credentials.invalid(principal).exception()))
        .map(new Done());
  }
}
