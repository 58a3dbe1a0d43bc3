package sh.keyway.secrets.secret;

import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;
import sh.keyway.contracts.Platform;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.Pushed;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.SecretsConfig;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.AuditWriter;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.environment.EnvironmentNames;
import sh.keyway.secrets.permission.Access;
import sh.keyway.secrets.permission.Access.Need;
import sh.keyway.secrets.permission.Grant;
import sh.keyway.secrets.revision.HeadRead;
import sh.keyway.secrets.revision.NewRevision;
import sh.keyway.secrets.revision.RevisionBody;
import sh.keyway.secrets.revision.RevisionSql;
import sh.keyway.secrets.revision.Revisions;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/**
 * Push: reads the head, seals what comes after it with no transaction open, and commits by
 * compare-and-set of the head. Whoever loses the race starts over, a bounded number of times.
 */
public final class PushSecrets implements Service {
  private static final int TRIES = 8;

  private final Database database;
  private final Access access;
  private final Revisions revisions;
  private final AuditWriter audit;
  private final WriteQueue queue;
  private final SecretsConfig limits;

  PushSecrets(
      Database database,
      Access access,
      Revisions revisions,
      AuditWriter audit,
      WriteQueue queue,
      SecretsConfig limits) {
    this.database = database;
    this.access = access;
    this.revisions = revisions;
    this.audit = audit;
    this.queue = queue;
    this.limits = limits;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.PUSH, Push::caller, this::push);
  }

  /** Replaces what the environment holds, atomically; from the MCP server only adds and changes. */
  public Future<Pushed> push(Push request) {
    return decide(request)
        .compose(
            target -> queue.inTurn(target.environmentId(), () -> attempt(request, target, TRIES)));
  }

  /** Where to write, and the decision that allows it. */
  private record Target(Grant grant, UUID environmentId) {}

  private Future<Target> decide(Push request) {
    return access
        .decide(
            request.caller(),
            Action.SECRETS_PUSHED,
            Need.WRITE,
            request.repoFullName(),
            request.environment())
        .compose(grant -> {
          UUID environmentId = grant.environmentId();
          return environmentId != null
              ? Future.succeededFuture(new Target(grant, environmentId))
              : EnvironmentNames.of(database.reads(), grant.vaultId())
                  .compose(names -> unknown(request.environment(), names));
        });
  }

  private Future<Pushed> attempt(Push request, Target target, int tries) {
    return revisions
        .read(
            request.caller().principal(),
            target.grant(),
            target.environmentId(),
            RevisionBody::decode)
        .compose(head ->
            head.isEmpty() ? again(request, tries) : apply(request, target, head.get(), tries));
  }

  private Future<Pushed> again(Push request, int tries) {
    return tries == 1
        ? Future.failedFuture(
            Problem.unavailable("The environment keeps changing, please try again").exception())
        : decide(request).compose(target -> attempt(request, target, tries - 1));
  }

  private Future<Pushed> apply(
      Push request, Target target, HeadRead<? extends Map<String, String>> head, int tries) {
    boolean additive = request.caller().client().platform() == Platform.MCP;
    Changes changes = Changes.between(head.content(), request.secrets(), request.exact(), additive);
    if (changes.isEmpty()) {
      return audit
          .append(activity(request, target, head.number(), changes))
          .map(pushed(head.number(), changes));
    }
    return checkSize(changes)
        .compose(fits -> commit(request, target, head.number() + 1, changes))
        .compose(committed ->
            committed
                ? Future.succeededFuture(pushed(head.number() + 1, changes))
                : again(request, tries));
  }

  private Future<Boolean> commit(Push request, Target target, long number, Changes changes) {
    Grant grant = target.grant();
    UUID environmentId = target.environmentId();
    return revisions
        .seal(grant.vaultId(), environmentId, number, changes.after())
        .compose(sealed -> {
          NewRevision revision =
              new NewRevision(
                  grant,
                  request.caller().principal(),
                  environmentId,
                  number,
                  sealed.bytes(),
                  revisions.keyVersion(),
                  changes.after().size(),
                  changes.created(),
                  changes.updated(),
                  changes.deleted());
          Activity row = activity(request, target, number, changes);
          return database.transaction(tx ->
              RevisionSql.append(tx, revision)
                  .compose(appended ->
                      appended
                          ? AuditSql.insert(tx, row).map(true)
                          : Future.succeededFuture(false)));
        });
  }

  private Future<Void> checkSize(Changes changes) {
    if (changes.after().size() > limits.environmentKeys()) {
      return Future.failedFuture(
          Problem.of(
                  Kind.BAD_REQUEST,
                  "An environment holds at most " + limits.environmentKeys() + " secrets")
              .exception());
    }
    if (RevisionBody.weight(changes.after()) > limits.environmentBytes()) {
      return Future.failedFuture(
          Problem.of(
                  Kind.BAD_REQUEST,
                  "An environment holds at most " + limits.environmentBytes() + " bytes of secrets")
              .exception());
    }
    return Future.succeededFuture();
  }

  private static Activity activity(Push request, Target target, long number, Changes changes) {
    Grant grant = target.grant();
    Metadata metadata =
        Metadata.empty()
            .with("repoFullName", grant.repoFullName())
            .with("environment", grant.environment())
            .with("created", changes.created().size())
            .with("updated", changes.updated().size())
            .with("deleted", changes.deleted().size())
            .with("unchanged", changes.unchanged());
    return Activity.done(Action.SECRETS_PUSHED, request.caller(), metadata)
        .in(grant.vaultId(), target.environmentId(), number);
  }

  private static Pushed pushed(long number, Changes changes) {
    return new Pushed(
        number,
        changes.created().size(),
        changes.updated().size(),
        changes.deleted().size(),
        changes.unchanged());
  }

  private static Future<Target> unknown(String environment, String names) {
    return Future.failedFuture(
        Problem.of(
                Kind.BAD_REQUEST,
                "Environment '%s' does not exist in this vault. Available environments: %s. Create it first via the dashboard or API."
                    .formatted(environment, names))
            .exception());
  }
}
