package sh.keyway.secrets.secret;

import io.vertx.core.Future;
import java.util.Optional;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.Pull;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.SecretValue;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ViewSecret;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditWriter;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.permission.Grant;
import sh.keyway.secrets.revision.RevisionBody;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/** Pull and view: one SELECT, one decryption, one share in an INSERT before the answer leaves. */
public final class PullSecrets implements Service {
  private final Reading reading;
  private final AuditWriter audit;

  PullSecrets(Reading reading, AuditWriter audit) {
    this.reading = reading;
    this.audit = audit;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.PULL, Pull::caller, this::pull)
        .on(SecretsRoom.VIEW, ViewSecret::caller, this::view);
  }

  /** All secrets of an environment, or a slice of them; NOT_FOUND if there are none. */
  public Future<Pulled> pull(Pull request) {
    return reading
        .find(
            request.caller(),
            Action.SECRETS_PULLED,
            request.repoFullName(),
            request.environment(),
            body -> PulledBody.of(body, request))
        .compose(found -> answer(request, found));
  }

  private Future<Pulled> answer(Pull request, Reading.Found<PulledBody> found) {
    PulledBody pulled = found.head().content();
    Metadata metadata = named(found.grant()).with("secretCount", pulled.count());
    return record(request.caller(), Action.SECRETS_PULLED, found, metadata)
        .compose(durable ->
            pulled.count() == 0
                ? notFound("No secrets found for environment: " + request.environment())
                : Future.succeededFuture(
                    new Pulled(found.head().number(), pulled.count(), pulled.content())));
  }

  /** The value of one secret; NOT_FOUND if there is none of that key. */
  public Future<SecretValue> view(ViewSecret request) {
    return reading
        .find(
            request.caller(),
            Action.SECRET_VALUE_ACCESSED,
            request.repoFullName(),
            request.environment(),
            body -> Optional.ofNullable(RevisionBody.decode(body).get(request.key())))
        .compose(found -> answer(request, found));
  }

  private Future<SecretValue> answer(ViewSecret request, Reading.Found<Optional<String>> found) {
    Optional<String> value = found.head().content();
    Metadata metadata =
        named(found.grant()).with("secretName", request.key()).with("found", value.isPresent());
    return record(request.caller(), Action.SECRET_VALUE_ACCESSED, found, metadata)
        .compose(durable ->
            value.isEmpty()
                ? notFound(
                    "Secret \"%s\" not found in environment \"%s\""
                        .formatted(request.key(), request.environment()))
                : Future.succeededFuture(
                    new SecretValue(request.key(), value.get(), request.environment())));
  }

  private Future<Void> record(
      Caller caller, Action action, Reading.Found<?> found, Metadata metadata) {
    Grant grant = found.grant();
    Activity row = Activity.done(action, caller, metadata);
    return audit.append(
        grant.environmentId() == null
            ? row.in(grant.vaultId())
            : row.in(grant.vaultId(), grant.environmentId(), found.head().number()));
  }

  private static Metadata named(Grant grant) {
    return Metadata.empty()
        .with("repoFullName", grant.repoFullName())
        .with("environment", grant.environment());
  }

  private static <T> Future<T> notFound(String detail) {
    return Future.failedFuture(Problem.of(Kind.NOT_FOUND, detail).exception());
  }
}
