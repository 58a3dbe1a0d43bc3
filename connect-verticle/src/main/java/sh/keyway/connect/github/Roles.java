package sh.keyway.connect.github;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.http.UnreachableException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.FindRole;
import sh.keyway.contracts.connect.FoundRole;
import sh.keyway.contracts.connect.Installation;
import sh.keyway.contracts.connect.RepositoryFacts;
import sh.keyway.contracts.connect.RoleAnswer;
import sh.keyway.contracts.connect.RoleAnswer.Cause;

/**
 * Who may what on a repository (http-auth §5.4, http-vaults §2.1). Asked with the installation's
 * token about the user; the App's own permission flags are never looked at. Nobody is given the
 * answer to a question asked before theirs: a revocation may lie between, of which only the asker
 * knows. May be used from any thread.
 */
final class Roles {
  /** Less than the operation's deadline, so that the asker learns why. */
  private static final long SECONDS = 9;

  private final Installations installations;
  private final InstallationTokens tokens;
  private final Quotas quotas;
  private final Memberships memberships;
  private final String installUrl;

  Roles(Installations installations, InstallationTokens tokens, Quotas quotas, String installUrl) {
    this.installations = installations;
    this.tokens = tokens;
    this.quotas = quotas;
    this.installUrl = installUrl;
    memberships = new Memberships(tokens);
  }

  Future<FoundRole> find(FindRole ask) {
    String name = Names.repository(ask.repoFullName());
    return ofRepository(ask, name, true)
        .timeout(SECONDS, TimeUnit.SECONDS)
        .recover(Roles::unreachable)
        .map(FoundRole::new);
  }

  private Future<RoleAnswer> ofRepository(FindRole ask, String name, boolean first) {
    Optional<UnreachableException> refusal = tooStrange(ask, Credential.APP);
    if (refusal.isPresent()) {
      return Future.failedFuture(refusal.get());
    }
    return installations
        .covering(name)
        .compose(found ->
            found
                .filter(installation -> installation.suspendedAt() == null)
                .map(installation -> within(installation, ask, name, first))
                .orElseGet(this::noInstallation))
        .recover(failure -> {
          if (!(failure instanceof InstallationGoneException gone)) {
            return Future.failedFuture(failure);
          }
          // It may have been installed anew, under another number, since we looked.
          installations.forget(name);
          if (first) {
            return ofRepository(ask, name, false);
          }
          return gone.isRemoved()
              ? noInstallation()
              : Future.failedFuture(UnreachableException.refused("the installation is refused"));
        });
  }

  private Optional<UnreachableException> tooStrange(FindRole ask, String quota) {
    return ask.known() ? Optional.empty() : quotas.refusalForStrangers(quota);
  }

  private Future<RoleAnswer> noInstallation() {
    return Future.succeededFuture(new RoleAnswer.NoInstallation(installUrl));
  }

  private Future<RoleAnswer> within(
      Installation installation, FindRole ask, String name, boolean first) {
    Optional<UnreachableException> refusal =
        tooStrange(ask, Credential.installationKey(installation.id()));
    if (refusal.isPresent()) {
      return Future.failedFuture(refusal.get());
    }
    return tokens
        .get(installation.id(), "/repos/" + name)
        .compose(answer ->
            switch (answer.status()) {
              case 200 ->
                  onRepository(
                      new Question(
                          installation.id(), Facts.repository(Json.read(answer.body())), ask));
              case 404, 410, 451 -> {
                installations.forget(name);
                yield Future.succeededFuture(new RoleAnswer.NoRepository(installUrl));
              }
              // Perhaps it was suspended since we looked, which its tokens learn first.
              default ->
                  Future.failedFuture(
                      first && answer.status() == 403
                          ? InstallationGoneException.suspended()
                          : UnreachableException.refused("repository refused"));
            });
  }

  /**
   * What is asked, as far as it is known.
   *
   * @param installation who asks
   * @param repository about what
   * @param ask about whom
   */
  record Question(long installation, RepositoryFacts repository, FindRole ask) {}

  private Future<RoleAnswer> onRepository(Question question) {
    RepositoryFacts repository = question.repository();
    if (!repository.organization() && repository.ownerId() == question.ask().userId()) {
      return Future.succeededFuture(
          new RoleAnswer.Has(Role.ADMIN, repository.ownerLogin(), repository));
    }
    return permission(question, question.ask().login(), false)
        .compose(permission -> permission == null ? none(question) : decide(question, permission));
  }

  /**
   * What GitHub says of the user.
   *
   * @param login proven to be the user's
   * @param role null for none
   */
  private record Permission(String login, @Nullable Role role) {}

  /**
   * Asks by login, the only way there is, and believes the answer only if it is about our user's
   * number. Otherwise learns the login from the number and asks once more.
   *
   * @param proven whether the login came from the number
   * @return null if there is no such user
   */
  private Future<@Nullable Permission> permission(Question q, String login, boolean proven) {
    if (login.isEmpty()) {
      return renamed(q);
    }
    String path =
        "/repos/%s/collaborators/%s/permission"
            .formatted(q.repository().fullName(), Names.segment(login));
    return tokens
        .get(q.installation(), path)
        .compose(answer -> {
          if (answer.status() == 404) {
            return proven ? Future.succeededFuture(null) : renamed(q);
          }
          if (!answer.ok()) {
            return Future.failedFuture(UnreachableException.refused("permission refused"));
          }
          Json json = Json.read(answer.body());
          boolean same =
              json.node().at("/user/id").isMissingNode()
                  ? proven
                  : json.number("/user/id") == q.ask().userId();
          if (!same) {
            return proven
                ? Future.failedFuture(UnreachableException.down("login and number do not agree"))
                : renamed(q);
          }
          Optional<Role> role =
              Facts.role(json.optionalText("/role_name"), json.text("/permission"));
          return Future.succeededFuture(new Permission(login, role.orElse(null)));
        });
  }

  private Future<@Nullable Permission> renamed(Question q) {
    return tokens
        .get(q.installation(), "/user/" + q.ask().userId())
        .compose(answer -> {
          if (answer.status() == 404) {
            return Future.succeededFuture(null);
          }
          if (!answer.ok()) {
            return Future.failedFuture(UnreachableException.refused("user refused"));
          }
          Json json = Json.read(answer.body());
          if (json.number("/id") != q.ask().userId()) {
            return Future.failedFuture(UnreachableException.down("another user's answer"));
          }
          return permission(q, json.text("/login"), true);
        });
  }

  private Future<RoleAnswer> decide(Question q, Permission permission) {
    if (permission.role() == Role.ADMIN) {
      return has(q, permission.login(), Role.ADMIN);
    }
    return memberships
        .of(q, permission.login())
        .compose(membership -> {
          Role role = permission.role();
          if (membership == Memberships.Membership.OWNER) {
            return has(q, permission.login(), Role.ADMIN);
          }
          if (role == null) {
            return none(q);
          }
          // GitHub reports read on a public repository for everyone in the world.
          boolean everyone = !q.repository().isPrivate() && role == Role.READ;
          if (!everyone || membership == Memberships.Membership.MEMBER) {
            return has(q, permission.login(), role);
          }
          return memberships
              .listed(q, permission.login())
              .compose(listed -> listed ? has(q, permission.login(), role) : none(q));
        });
  }

  private static Future<RoleAnswer> has(Question q, String login, Role role) {
    return Future.succeededFuture(new RoleAnswer.Has(role, login, q.repository()));
  }

  private Future<RoleAnswer> none(Question q) {
    return Future.succeededFuture(new RoleAnswer.None(q.repository(), installUrl));
  }

  private static Future<RoleAnswer> unreachable(Throwable failure) {
    return switch (failure) {
      case UnreachableException known ->
          Future.succeededFuture(new RoleAnswer.Unreachable(known.why(), known.retryAt()));
      case TimeoutException late ->
          Future.succeededFuture(new RoleAnswer.Unreachable(Cause.DOWN, null));
      default -> Future.failedFuture(failure);
    };
  }
}
