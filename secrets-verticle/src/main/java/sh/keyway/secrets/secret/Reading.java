package sh.keyway.secrets.secret;

import io.vertx.core.Future;
import java.util.Collections;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.permission.Access;
import sh.keyway.secrets.permission.Access.Need;
import sh.keyway.secrets.permission.Grant;
import sh.keyway.secrets.revision.HeadRead;
import sh.keyway.secrets.revision.RevisionBody;
import sh.keyway.secrets.revision.Revisions;

/**
 * Finds an environment's head for a caller who may read it. A remembered decision is proven by the
 * SELECT that reads the row; if it does not hold any more, the decision is made afresh.
 */
final class Reading {
  private static final int TRIES = 3;

  private final Access access;
  private final Revisions revisions;

  Reading(Access access, Revisions revisions) {
    this.access = access;
    this.revisions = revisions;
  }

  /**
   * A head the caller may read, read.
   *
   * @param grant the decision, proven
   * @param head number 0 if the environment does not exist or never had a revision
   */
  record Found<T>(Grant grant, HeadRead<T> head) {}

  /**
   * Finds and reads.
   *
   * @param reader gets the body, which is wiped afterwards
   * @return fails with UNAUTHORIZED, FORBIDDEN (audited as this action) or 503
   */
  <T> Future<Found<T>> find(
      Caller caller,
      Action action,
      String repoFullName,
      String environment,
      Function<byte[], T> reader) {
    Grant remembered = access.remembered(caller, action, repoFullName, environment);
    return remembered == null
        ? decide(caller, action, repoFullName, environment, reader, TRIES)
        : read(caller, remembered, reader)
            .compose(found ->
                found.isPresent()
                    ? Future.succeededFuture(found.get())
                    : decide(caller, action, repoFullName, environment, reader, TRIES));
  }

  private <T> Future<Found<T>> decide(
      Caller caller,
      Action action,
      String repoFullName,
      String environment,
      Function<byte[], T> reader,
      int tries) {
    if (tries == 0) {
      return Future.failedFuture(
          Problem.unavailable("The vault's settings are changing, please try again").exception());
    }
    return access
        .decide(caller, action, Need.READ, repoFullName, environment)
        .compose(grant -> read(caller, grant, reader))
        .compose(found ->
            found.isPresent()
                ? Future.succeededFuture(found.get())
                : decide(caller, action, repoFullName, environment, reader, tries - 1));
  }

  private <T> Future<Optional<Found<T>>> read(
      Caller caller, Grant grant, Function<byte[], T> reader) {
    UUID environmentId = grant.environmentId();
    if (environmentId == null) {
      T nothing = reader.apply(RevisionBody.encode(Collections.emptySortedMap()));
      return Future.succeededFuture(Optional.of(new Found<>(grant, new HeadRead<>(0, 0, nothing))));
    }
    return revisions
        .read(caller.principal(), grant, environmentId, reader)
        .map(head -> head.map(read -> new Found<>(grant, read)));
  }
}
