package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Role;
import sh.keyway.secrets.forge.Forge.Standing;
import sh.keyway.secrets.forge.Outcome.Answered;
import sh.keyway.secrets.forge.Outcome.Outdated;
import sh.keyway.secrets.forge.Outcome.Silent;
import sh.keyway.secrets.forge.Remembered.Quiet;
import sh.keyway.secrets.identity.User;
import sh.keyway.secrets.serving.StillAskingException;

/**
 * A user's role on a vault's repository: from the record while it is fresh, from GitHub when it is
 * not, and from an old record only while GitHub is silent (ADR 0015).
 */
final class GitHubRoles {
  private static final int TRIES = 4;

  private final RoleStore store;
  private final Asking asking;
  private final Remembered remembered;
  private final Ages ages;
  private final InstantSource clock;

  GitHubRoles(
      RoleStore store, Asking asking, Remembered remembered, Ages ages, InstantSource clock) {
    this.store = store;
    this.asking = asking;
    this.remembered = remembered;
    this.ages = ages;
    this.clock = clock;
  }

  /** The role; fails with SERVICE_UNAVAILABLE or RATE_LIMITED if nothing may be believed. */
  Future<Standing> find(User user, Principal principal, UUID vaultId) {
    return find(user, principal, vaultId, TRIES);
  }

  private Future<Standing> find(User user, Principal principal, UUID vaultId, int tries) {
    if (tries == 0) {
      return Future.failedFuture(
          Problem.unavailable("Roles on this repository are changing, please try again")
              .exception());
    }
    return store
        .find(user.id(), vaultId)
        .compose(row -> row.isEmpty() ? none() : judge(user, principal, row.get(), tries));
  }

  private static Future<Standing> none() {
    return Future.succeededFuture(new Standing(Optional.empty(), Instant.MAX));
  }

  private Future<Standing> judge(User user, Principal principal, RoleRow row, int tries) {
    Instant now = clock.instant();
    Instant checkedAt = row.checkedAt();
    Ages.Age age = checkedAt == null ? Ages.Age.OLD : Ages.of(row.known(), checkedAt, now);
    if (checkedAt != null && age == Ages.Age.FRESH) {
      return standing(row.role(), checkedAt.plus(Ages.FRESH));
    }
    Quiet quiet = remembered.quiet(Asking.pair(user, row), now);
    if (age == Ages.Age.AGEING) {
      if (quiet != null) {
        return standing(row.role(), quiet.until());
      }
      asking.role(user, row);
      return standing(row.role(), now.plus(Remembered.PAUSE));
    }
    if (quiet != null && stillCounts(row, now, principal, quiet.silent())) {
      return standing(row.role(), quiet.until());
    }
    Future<Outcome> answer = asking.role(user, row);
    return asking
        .soon(answer)
        .recover(failure ->
            // Slow is as good as silent to those who have been believed before.
            failure instanceof StillAskingException
                    && stillCounts(row, clock.instant(), principal, Silent.DOWN)
                ? Future.succeededFuture(silence(user, row))
                : Future.failedFuture(failure))
        .compose(outcome -> conclude(user, principal, row, outcome, tries));
  }

  private Silent silence(User user, RoleRow row) {
    remembered.note(Asking.pair(user, row), Silent.DOWN, clock.instant());
    return Silent.DOWN;
  }

  private Future<Standing> conclude(
      User user, Principal principal, RoleRow row, Outcome outcome, int tries) {
    Instant now = clock.instant();
    return switch (outcome) {
      case Answered answered ->
          standing(answered.role().orElse(null), answered.asked().plus(Ages.FRESH));
      case Outdated outdated -> find(user, principal, row.vault().id(), tries - 1);
      case Silent silent ->
          stillCounts(row, now, principal, silent)
              ? standing(row.role(), Remembered.pause(silent, now))
              : Future.failedFuture(silent.problem());
    };
  }

  /** An explicit no never becomes a yes, and what was called in doubt is not believed. */
  private boolean stillCounts(RoleRow row, Instant now, Principal principal, Silent silent) {
    Instant checkedAt = row.checkedAt();
    return row.known()
        && checkedAt != null
        && ages.stillCounts(checkedAt, now, principal, silent.cause());
  }

  private static Future<Standing> standing(@Nullable Role role, Instant until) {
    return Future.succeededFuture(new Standing(Optional.ofNullable(role), until));
  }
}
