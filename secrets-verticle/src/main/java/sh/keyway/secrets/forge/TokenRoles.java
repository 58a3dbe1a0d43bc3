package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.AskTokenRole;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.RepositoryFacts;
import sh.keyway.contracts.connect.RoleAnswer.Cause;
import sh.keyway.contracts.connect.TokenRole;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.forge.Forge.Standing;
import sh.keyway.secrets.forge.Outcome.Answered;
import sh.keyway.secrets.forge.Outcome.Outdated;
import sh.keyway.secrets.forge.Outcome.Silent;
import sh.keyway.secrets.forge.Remembered.Quiet;
import sh.keyway.secrets.forge.Remembered.Token;
import sh.keyway.secrets.forge.Remembered.Worth;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.identity.User;

/**
 * What a personal access token is worth on a repository by itself, which bounds what it is worth
 * here. Remembered in memory, in the same steps of age as roles.
 */
final class TokenRoles {
  private final Database database;
  private final RoomClient rooms;
  private final Asking asking;
  private final Remembered remembered;
  private final Ages ages;
  private final InstantSource clock;

  TokenRoles(
      Database database,
      RoomClient rooms,
      Asking asking,
      Remembered remembered,
      Ages ages,
      InstantSource clock) {
    this.database = database;
    this.rooms = rooms;
    this.asking = asking;
    this.remembered = remembered;
    this.ages = ages;
    this.clock = clock;
  }

  /** The lower of the user's role and the token's own. */
  Future<Standing> bounded(
      User user, Principal.GitHubToken token, long repositoryId, String name, Standing standing) {
    if (standing.role().isEmpty()) {
      return Future.succeededFuture(standing);
    }
    return find(user, token, repositoryId, name)
        .map(own ->
            new Standing(
                lower(standing.role(), own.role()), earlier(standing.until(), own.until())));
  }

  private Future<Standing> find(
      User user, Principal.GitHubToken token, long repositoryId, String name) {
    Token key = new Token(token.tokenId(), repositoryId);
    Worth worth = remembered.worth(key);
    Instant now = clock.instant();
    Ages.Age age =
        worth == null ? Ages.Age.OLD : Ages.of(worth.role().isPresent(), worth.at(), now);
    if (worth != null && age == Ages.Age.FRESH) {
      return standing(worth.role(), worth.at().plus(Ages.FRESH));
    }
    Quiet quiet = remembered.quiet(pair(user, key), now);
    if (worth != null && age == Ages.Age.AGEING) {
      if (quiet == null) {
        ask(user, token, key, name);
      }
      return standing(worth.role(), quiet == null ? now.plus(Remembered.PAUSE) : quiet.until());
    }
    if (worth != null && quiet != null && stillCounts(worth, now, token, quiet.silent())) {
      return standing(worth.role(), quiet.until());
    }
    return asking
        .soon(ask(user, token, key, name))
        .compose(outcome ->
            switch (outcome) {
              case Answered answered ->
                  standing(answered.role(), answered.asked().plus(Ages.FRESH));
              case Outdated outdated -> Future.failedFuture(Credentials.invalid(token).exception());
              case Silent silent ->
                  worth != null && stillCounts(worth, clock.instant(), token, silent)
                      ? standing(worth.role(), Remembered.pause(silent, clock.instant()))
                      : Future.failedFuture(silent.problem());
            });
  }

  private static Asking.Pair pair(User user, Token key) {
    return new Asking.Pair(user.id(), key);
  }

  private Future<Outcome> ask(User user, Principal.GitHubToken token, Token key, String name) {
    return asking.ask(
        pair(user, key),
        key,
        user,
        false,
        () -> {
          Instant asked = clock.instant();
          return rooms
              .call(ConnectRoom.TOKEN_ROLE, new AskTokenRole(token.token(), name))
              .map(answer -> {
                Worth worth = new Worth(role(answer, key.repositoryId()), asked);
                remembered.remember(key, worth);
                return (Outcome) new Answered(worth.role(), asked, null);
              })
              .recover(failure -> failed(failure, key));
        });
  }

  private Future<Outcome> failed(Throwable failure, Token key) {
    if (failure instanceof ProblemException known && known.problem().kind() == Kind.UNAUTHORIZED) {
      remembered.forget(key.tokenId());
      return RoleStore.endToken(database.change(), key.tokenId()).map(ended -> new Outdated());
    }
    // The bus does not say why GitHub is silent, and a token's quota is its holder's to use up.
    return Future.succeededFuture(new Silent(Cause.RATE_LIMITED, null, false));
  }

  private static Optional<Role> role(TokenRole answer, long repositoryId) {
    RepositoryFacts repository = answer.repository();
    return repository == null || repository.id() != repositoryId
        ? Optional.empty()
        : Optional.ofNullable(answer.role());
  }

  private boolean stillCounts(Worth worth, Instant now, Principal principal, Silent silent) {
    return worth.role().isPresent() && ages.stillCounts(worth.at(), now, principal, silent.cause());
  }

  private static Optional<Role> lower(Optional<Role> a, Optional<Role> b) {
    return a.flatMap(one -> b.map(other -> one.compareTo(other) < 0 ? one : other));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Future<Standing> standing(Optional<Role> role, Instant until) {
    return Future.succeededFuture(new Standing(role, until));
  }
}
