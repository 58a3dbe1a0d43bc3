package sh.keyway.secrets.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Client;
import sh.keyway.contracts.Platform;
import sh.keyway.contracts.Principal;

/**
 * One row of the audit. Texts are bounded and freed of what PostgreSQL cannot store, so that one
 * request's broken text never spoils the row of another.
 *
 * @param id version 7 uuid, in order of time
 * @param at when
 * @param action what
 * @param refused whether it was tried and not allowed
 * @param caller who, and from where
 * @param userId the user, null if the operator of this machine or a workflow run, which the
 *     metadata names
 * @param vaultId the vault, null if none or gone
 * @param environmentId the environment, null if none
 * @param revision the revision read or made, null if none
 * @param metadata a JSON object
 */
public record Activity(
    UUID id,
    Instant at,
    Action action,
    boolean refused,
    Caller caller,
    @Nullable UUID userId,
    @Nullable UUID vaultId,
    @Nullable UUID environmentId,
    @Nullable Long revision,
    Metadata metadata) {

  /** Something that was done, now. */
  public static Activity done(Action action, Caller caller, Metadata metadata) {
    return of(action, false, caller, null, null, null, metadata);
  }

  /**
   * Something that happened on the forge, in a browser, of which it told us now.
   *
   * @param client where the news came from
   * @param userId who did it there, null if we do not know them
   */
  public static Activity told(
      Action action, Client client, @Nullable UUID userId, Metadata metadata) {
    // Nobody used a credential here. The operator's is the one that belongs to no user.
    Client web = new Client(client.ip(), client.userAgent(), Platform.WEB, client.requestId());
    Caller caller = new Caller(new Principal.Operator(), web);
    Instant now = Instant.now();
    return new Activity(
        TimeOrderedId.next(now), now, action, false, caller, userId, null, null, null, metadata);
  }

  /** Something that was refused, now. */
  public static Activity refused(Action action, Caller caller, Metadata metadata) {
    return of(action, true, caller, null, null, null, metadata);
  }

  /** The same, done by this user. */
  public Activity by(UUID user) {
    return new Activity(
        id, at, action, refused, caller, user, vaultId, environmentId, revision, metadata);
  }

  /** The same, about this vault. */
  public Activity in(UUID vault) {
    return new Activity(
        id, at, action, refused, caller, userId, vault, environmentId, revision, metadata);
  }

  /** The same, about this revision of this environment of this vault. */
  public Activity in(UUID vault, UUID environment, long number) {
    return new Activity(
        id, at, action, refused, caller, userId, vault, environment, number, metadata);
  }

  private static Activity of(
      Action action,
      boolean refused,
      Caller caller,
      @Nullable UUID vaultId,
      @Nullable UUID environmentId,
      @Nullable Long revision,
      Metadata metadata) {
    UUID userId =
        switch (caller.principal()) {
          case Principal.ApiKey key -> key.userId();
          case Principal.Session session -> session.userId();
          case Principal.GitHubToken token -> token.userId();
          case Principal.Ci token -> null;
          case Principal.Operator operator -> null;
        };
    if (caller.principal() instanceof Principal.Ci run) {
      metadata.with("ciRunId", run.runId()).with("ciActor", run.actor());
    }
    Instant now = Instant.now();
    return new Activity(
        TimeOrderedId.next(now),
        now,
        action,
        refused,
        caller,
        userId,
        vaultId,
        environmentId,
        revision,
        metadata);
  }

  /** The API key that was used, null if none. */
  public @Nullable UUID apiKeyId() {
    return caller.principal() instanceof Principal.ApiKey key ? key.keyId() : null;
  }
}
