package sh.keyway.secrets.ci;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.OidcClaims;
import sh.keyway.contracts.connect.VerifyOidc;
import sh.keyway.contracts.secrets.CiTokenIssued;
import sh.keyway.contracts.secrets.ExchangeOidc;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.ci.CiTokenSql.Vault;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Faults;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.forge.HealSql;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/**
 * Makes a pull token for a workflow run that a vault's policies allow. The run is who GitHub's
 * signature says it is; GitHub's API is not asked.
 */
public final class CiExchange implements Service {
  /** GitHub's own live for minutes; a {@code jti} is remembered for more than a day. */
  private static final Duration LONGEST_LIFE = Duration.ofHours(1);

  /** As long as any word of GitHub's on a repository is fresh. */
  private static final Duration NEWS = Duration.ofSeconds(60);

  private static final Problem NOT_ALLOWED =
      Problem.of(Kind.FORBIDDEN, "No policy of this repository's vault allows this workflow run");
  private static final Problem USED =
      Problem.of(Kind.UNAUTHORIZED, "The OIDC token was used before");
  private static final Problem TOO_LONG =
      Problem.of(Kind.UNAUTHORIZED, "The OIDC token is not valid");

  private final Database database;
  private final RoomClient rooms;
  private final Refusals refusals;

  /** Has tokens verified by the connect room. */
  public CiExchange(Database database, RoomClient rooms, Refusals refusals) {
    this.database = database;
    this.rooms = rooms;
    this.refusals = refusals;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.EXCHANGE_OIDC, this::exchange);
  }

  private sealed interface Outcome {
    record Issued(CiTokenIssued token) implements Outcome {}

    /** Of a repository without a vault, of which there is nothing to record. */
    record Unknown() implements Outcome {}

    record Refused(Problem problem, Vault vault) implements Outcome {}

    /** The repository is called otherwise by now, which nobody has told us. */
    record Renamed(Vault vault) implements Outcome {}
  }

  /** A token for a token; each is good for one. */
  public Future<CiTokenIssued> exchange(ExchangeOidc request) {
    return rooms
        .call(ConnectRoom.VERIFY_OIDC, new VerifyOidc(request.token(), request.audience()))
        .compose(run ->
            run.expiresAt().isAfter(Instant.now().plus(LONGEST_LIFE))
                ? Future.failedFuture(TOO_LONG.exception())
                : exchange(request, run, isNews(run)));
  }

  /** A token says what the repository was called when it was made; later that is no news. */
  private static boolean isNews(OidcClaims run) {
    return run.issuedAt().isAfter(Instant.now().minus(NEWS));
  }

  private Future<CiTokenIssued> exchange(ExchangeOidc request, OidcClaims run, boolean renames) {
    UUID id = UUID.randomUUID();
    return database
        .transaction(tx ->
            CiTokenSql.lockVault(tx, run.repositoryId())
                .compose(vault ->
                    vault.isEmpty()
                        ? Future.succeededFuture(new Outcome.Unknown())
                        : decide(tx, request, run, vault.get(), id, renames)))
        .compose(outcome ->
            switch (outcome) {
              case Outcome.Issued issued -> Future.succeededFuture(issued.token());
              case Outcome.Unknown unknown -> Future.failedFuture(NOT_ALLOWED.exception());
              case Outcome.Renamed renamed ->
                  rename(renamed.vault(), run.repository())
                      .compose(done -> exchange(request, run, false));
              case Outcome.Refused refused ->
                  refusals.refuse(
                      refused.problem(),
                      Activity.refused(
                              Action.CI_TOKEN_ISSUED,
                              caller(request, run, refused.vault(), id),
                              metadata(run, refused.vault())
                                  .with("reason", refused.problem().detail()))
                          .in(refused.vault().id()));
            });
  }

  private static Future<Outcome> decide(
      Sql tx, ExchangeOidc request, OidcClaims run, Vault vault, UUID id, boolean renames) {
    Long owner = vault.forgeOwnerId();
    if (owner == null || owner != run.repositoryOwnerId()) {
      return Future.succeededFuture(new Outcome.Refused(NOT_ALLOWED, vault));
    }
    return CiPolicySql.list(tx, vault.id())
        .compose(policies ->
            CiPolicySql.environments(tx, vault.id())
                .map(environments -> Granted.to(run, policies, environments)))
        .compose(granted -> {
          if (granted.environments().isEmpty()) {
            return Future.succeededFuture(new Outcome.Refused(NOT_ALLOWED, vault));
          }
          return renames && !vault.repoFullName().equals(run.repository())
              ? Future.succeededFuture(new Outcome.Renamed(vault))
              : issue(tx, request, run, vault, id, granted);
        });
  }

  /** The number of the repository is proven; a name that is another vault's stays there. */
  private Future<?> rename(Vault vault, String fullName) {
    return database
        .transaction(tx ->
            HealSql.rename(tx, vault.id(), vault.roleEpoch(), fullName)
                .compose(renamed ->
                    renamed
                        ? Future.succeededFuture()
                        : Future.failedFuture(new NotRenamedException())))
        .recover(failure ->
            failure instanceof NotRenamedException || Faults.isUniqueViolation(failure)
                ? Future.succeededFuture()
                : Future.failedFuture(failure));
  }

  /** Rolls the transaction back. */
  private static final class NotRenamedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotRenamedException() {
      super("the name is another vault's, or the vault has changed", null, false, false);
    }
  }

  private static Future<Outcome> issue(
      Sql tx, ExchangeOidc request, OidcClaims run, Vault vault, UUID id, Granted granted) {
    return CiTokenSql.insert(tx, id, vault, run, granted)
        .compose(end ->
            end.isEmpty()
                ? Future.succeededFuture(new Outcome.Refused(USED, vault))
                : record(tx, request, run, vault, id, granted)
                    .map(
                        new Outcome.Issued(
                            new CiTokenIssued(
                                id,
                                vault.id(),
                                vault.repoFullName(),
                                granted.environments(),
                                run.runId(),
                                run.actor(),
                                end.get()))));
  }

  private static Future<?> record(
      Sql tx, ExchangeOidc request, OidcClaims run, Vault vault, UUID id, Granted granted) {
    Metadata metadata =
        metadata(run, vault).with("environments", String.join(", ", granted.environments()));
    return AuditSql.insert(
        tx,
        Activity.done(Action.CI_TOKEN_ISSUED, caller(request, run, vault, id), metadata)
            .in(vault.id()));
  }

  /** The run itself, by the token it gets or would have got. */
  private static Caller caller(ExchangeOidc request, OidcClaims run, Vault vault, UUID id) {
    return new Caller(new Principal.Ci(id, vault.id(), run.runId(), run.actor()), request.client());
  }

  private static Metadata metadata(OidcClaims run, Vault vault) {
    return Metadata.empty()
        .with("repoFullName", vault.repoFullName())
        .with("runAttempt", run.runAttempt())
        .with("actorId", run.actorId())
        .with("ref", run.ref())
        .with("event", run.eventName())
        .with("workflow", run.workflow())
        .with("sha", Optional.ofNullable(run.sha()).orElse(""))
        .with("deploymentEnvironment", Optional.ofNullable(run.environment()).orElse(""));
  }
}
