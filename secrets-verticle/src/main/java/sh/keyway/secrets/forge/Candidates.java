package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.RepositoryFacts;
import sh.keyway.contracts.connect.RoleAnswer;
import sh.keyway.secrets.forge.Forge.Candidate;
import sh.keyway.secrets.forge.Forge.Repository;
import sh.keyway.secrets.forge.Forge.Standing;
import sh.keyway.secrets.forge.Outcome.Answered;
import sh.keyway.secrets.forge.Outcome.Outdated;
import sh.keyway.secrets.forge.Outcome.Silent;
import sh.keyway.secrets.forge.Remembered.Name;
import sh.keyway.secrets.identity.User;

/**
 * Names without a vault. A repository whose vault bears another name was renamed without our being
 * told; its vault gets the new name then and there (http-vaults §2.4).
 */
final class Candidates {
  private final RoleStore store;
  private final Asking asking;
  private final Remembered remembered;
  private final TokenRoles tokens;
  private final InstantSource clock;

  Candidates(
      RoleStore store,
      Asking asking,
      Remembered remembered,
      TokenRoles tokens,
      InstantSource clock) {
    this.store = store;
    this.asking = asking;
    this.remembered = remembered;
    this.tokens = tokens;
    this.clock = clock;
  }

  Future<Candidate> find(User user, Principal principal, String repoFullName) {
    Name name = new Name(user.id(), RoleStore.fold(repoFullName));
    RoleAnswer no = remembered.no(name, clock.instant());
    if (no != null) {
      return Future.succeededFuture(candidate(no, Optional.empty()));
    }
    Future<Outcome> answer =
        asking.ask(
            new Asking.Pair(user.id(), name),
            name,
            user,
            true,
            () -> {
              Instant asked = clock.instant();
              return asking
                  .find(user, repoFullName, false)
                  .map(found ->
                      found instanceof RoleAnswer.Unreachable silence
                          ? Asking.silent(silence)
                          : new Answered(role(found), asked, found));
            });
    return asking
        .soon(answer)
        .compose(outcome ->
            switch (outcome) {
              case Answered(var role, var asked, RoleAnswer words) ->
                  conclude(user, principal, name, asked, words);
              case Answered wordless -> Future.succeededFuture(nothing());
              case Outdated outdated -> Future.succeededFuture(nothing());
              case Silent silent -> Future.failedFuture(silent.problem());
            });
  }

  private Future<Candidate> conclude(
      User user, Principal principal, Name name, Instant asked, RoleAnswer words) {
    RepositoryFacts facts = Asking.facts(words);
    Future<Optional<RoleRow>> vault =
        facts == null ? Future.succeededFuture(Optional.empty()) : healed(user, facts);
    return vault.compose(row -> {
      // Who was just told to install the App asks again every few seconds until it is there.
      if (row.isEmpty() && role(words).isEmpty() && !(words instanceof RoleAnswer.NoInstallation)) {
        remembered.remember(name, words, asked);
      }
      return bounded(user, principal, name, candidate(words, row));
    });
  }

  private Future<Optional<RoleRow>> healed(User user, RepositoryFacts facts) {
    return store
        .findByRepository(facts.id())
        .compose(row ->
            row.isEmpty() || row.get().repository().equals(RoleStore.repository(facts))
                ? Future.succeededFuture(row)
                : heal(user, row.get(), facts.fullName()).map(row));
  }

  /** Asks once more: only now is it known which revocations the answer must not be older than. */
  private Future<Void> heal(User user, RoleRow row, String fullName) {
    return asking
        .find(user, fullName, false)
        .compose(again -> {
          if (again instanceof RoleAnswer.Unreachable silence) {
            return Future.failedFuture(Asking.silent(silence).problem());
          }
          RepositoryFacts facts = Asking.facts(again);
          return facts != null && facts.id() == row.vault().repositoryId()
              ? store.heal(row, facts)
              : Future.succeededFuture();
        });
  }

  private Future<Candidate> bounded(
      User user, Principal principal, Name name, Candidate candidate) {
    if (!(principal instanceof Principal.GitHubToken token) || candidate.repository().isEmpty()) {
      return Future.succeededFuture(candidate);
    }
    Standing own = new Standing(candidate.role(), clock.instant());
    return tokens
        .bounded(user, token, candidate.repository().get().id(), name.repoFullName(), own)
        .map(lower ->
            new Candidate(
                lower.role(), candidate.repository(), candidate.vault(), candidate.installUrl()));
  }

  private static Candidate nothing() {
    return Candidate.of(Optional.empty(), Optional.empty());
  }

  private static Candidate candidate(RoleAnswer words, Optional<RoleRow> vault) {
    Optional<Role> role = role(words);
    Optional<Repository> repository =
        Optional.ofNullable(Asking.facts(words))
            .filter(facts -> role.isPresent())
            .map(RoleStore::repository);
    return new Candidate(role, repository, vault.map(RoleRow::vault), installUrl(words));
  }

  private static @Nullable String installUrl(RoleAnswer words) {
    return switch (words) {
      case RoleAnswer.NoInstallation none -> none.installUrl();
      case RoleAnswer.NoRepository none -> none.installUrl();
      case RoleAnswer.None none -> none.installUrl();
      case RoleAnswer.Has has -> null;
      case RoleAnswer.Unreachable silence -> null;
    };
  }

  private static Optional<Role> role(RoleAnswer answer) {
    return answer instanceof RoleAnswer.Has has ? Optional.of(has.role()) : Optional.empty();
  }
}
