package sh.keyway.connect.github;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.keyway.connect.http.UnreachableException;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.CollaboratorList;
import sh.keyway.contracts.connect.CollaboratorList.Collaborator;
import sh.keyway.contracts.connect.FindInstallation;
import sh.keyway.contracts.connect.FoundInstallation;
import sh.keyway.contracts.connect.GetInstallation;
import sh.keyway.contracts.connect.GetOrganization;
import sh.keyway.contracts.connect.GetRepository;
import sh.keyway.contracts.connect.Installation;
import sh.keyway.contracts.connect.InstallationView;
import sh.keyway.contracts.connect.ListCollaborators;
import sh.keyway.contracts.connect.ListMembers;
import sh.keyway.contracts.connect.MemberList;
import sh.keyway.contracts.connect.MemberList.Member;
import sh.keyway.contracts.connect.OrganizationFacts;
import sh.keyway.contracts.connect.RepositoryFacts;

/** What there is: installations, repositories, organisations and who is in them (G5 to G17). */
final class Directory {
  private static final Problem NOT_FOUND =
      Problem.of(Kind.NOT_FOUND, "The Keyway GitHub App does not see it");
  private static final Problem NOT_ALLOWED =
      Problem.of(Kind.FORBIDDEN, "The Keyway GitHub App may not list it");

  private final Installations installations;
  private final InstallationTokens tokens;
  private final String installUrl;

  Directory(Installations installations, InstallationTokens tokens, String installUrl) {
    this.installations = installations;
    this.tokens = tokens;
    this.installUrl = installUrl;
  }

  Future<FoundInstallation> installation(FindInstallation ask) {
    return installations
        .covering(Names.repository(ask.repoFullName()))
        .map(found -> new FoundInstallation(found.orElse(null), installUrl));
  }

  Future<InstallationView> installation(GetInstallation ask) {
    return present(installations.byId(ask.installationId()))
        .compose(installation ->
            installation.suspendedAt() != null
                ? Future.succeededFuture(new InstallationView(installation, List.of(), true))
                : tokens
                    .pages(installation.id(), "/installation/repositories", "/repositories")
                    .map(pages -> view(installation, pages)))
        .recover(Directory::gone);
  }

  private static InstallationView view(Installation installation, GitHubApi.Pages pages) {
    List<RepositoryFacts> repositories = listed(pages).stream().map(Facts::repository).toList();
    return new InstallationView(installation, repositories, pages.complete());
  }

  Future<RepositoryFacts> repository(GetRepository ask) {
    String name = Names.repository(ask.repoFullName());
    return present(installations.covering(name))
        .compose(installation ->
            installation.suspendedAt() == null
                ? tokens.get(installation.id(), "/repos/" + name)
                : Future.failedFuture(InstallationGoneException.suspended()))
        .map(answer ->
            switch (answer.status()) {
              case 200 -> Facts.repository(Json.read(answer.body()));
              case 404, 410, 451 -> throw NOT_FOUND.exception();
              default -> throw UnreachableException.refused("repository refused");
            })
        .recover(Directory::gone);
  }

  Future<CollaboratorList> collaborators(ListCollaborators ask) {
    String name = Names.repository(ask.repoFullName());
    return present(installations.covering(name))
        .compose(installation ->
            tokens.pages(installation.id(), "/repos/" + name + "/collaborators", ""))
        .map(pages ->
            new CollaboratorList(
                listed(pages).stream().map(Directory::collaborator).toList(), pages.complete()))
        .recover(Directory::gone);
  }

  private static Collaborator collaborator(Json json) {
    Role role =
        Facts.role(json.optionalText("/role_name")).or(() -> Facts.flags(json)).orElse(Role.READ);
    return new Collaborator(
        json.number("/id"),
        json.text("/login"),
        json.optionalText("/avatar_url"),
        json.optionalText("/html_url"),
        role);
  }

  Future<OrganizationFacts> organization(GetOrganization ask) {
    String login = Names.organization(ask.login());
    return present(installations.ofOrganization(login))
        .compose(installation ->
            tokens
                .get(installation.id(), "/orgs/" + login)
                .map(answer ->
                    switch (answer.status()) {
                      case 200 -> organization(installation, Json.read(answer.body()));
                      case 404, 410 -> throw NOT_FOUND.exception();
                      default -> throw UnreachableException.refused("organization refused");
                    }))
        .recover(Directory::gone);
  }

  private static OrganizationFacts organization(Installation installation, Json json) {
    return new OrganizationFacts(
        json.number("/id"),
        json.text("/login"),
        json.optionalText("/name"),
        json.optionalText("/avatar_url"),
        installation);
  }

  Future<MemberList> members(ListMembers ask) {
    String login = Names.organization(ask.login());
    return present(installations.ofOrganization(login))
        .compose(installation -> {
          // Without the permission GitHub lists those who show themselves, as if they were all.
          if (!installation.permissions().containsKey("members")) {
            return Future.failedFuture(NOT_ALLOWED.exception());
          }
          String path = "/orgs/" + login + "/members?role=";
          Future<GitHubApi.Pages> owners = tokens.pages(installation.id(), path + "admin", "");
          Future<GitHubApi.Pages> others = tokens.pages(installation.id(), path + "member", "");
          return Future.all(owners, others).map(both -> members(owners.result(), others.result()));
        })
        .recover(Directory::gone);
  }

  private static MemberList members(GitHubApi.Pages owners, GitHubApi.Pages others) {
    Map<Long, Member> members = new LinkedHashMap<>();
    listed(owners).forEach(json -> members.put(json.number("/id"), member(json, true)));
    listed(others).forEach(json -> members.putIfAbsent(json.number("/id"), member(json, false)));
    return new MemberList(List.copyOf(members.values()), owners.complete() && others.complete());
  }

  private static Member member(Json json, boolean admin) {
    return new Member(
        json.number("/id"), json.text("/login"), json.optionalText("/avatar_url"), admin);
  }

  private static List<Json> listed(GitHubApi.Pages pages) {
    return switch (pages.status()) {
      case 200 -> pages.items();
      case 403 -> throw NOT_ALLOWED.exception();
      case 404, 410 -> throw NOT_FOUND.exception();
      default -> throw UnreachableException.refused("list refused");
    };
  }

  private static Future<Installation> present(Future<Optional<Installation>> found) {
    return found.map(installation -> installation.orElseThrow(NOT_FOUND::exception));
  }

  private static <T> Future<T> gone(Throwable failure) {
    if (!(failure instanceof InstallationGoneException gone)) {
      return Future.failedFuture(failure);
    }
    // What a suspended App does not see is there all the same.
    return Future.failedFuture(
        gone.isRemoved()
            ? NOT_FOUND.exception()
            : UnreachableException.refused("the installation is suspended"));
  }
}
