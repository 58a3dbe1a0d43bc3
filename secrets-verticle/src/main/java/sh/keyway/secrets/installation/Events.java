package sh.keyway.secrets.installation;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which events mean something here. */
final class Events {
  private static final Map<String, Function<Delivery, Effect>> KNOWN =
      Map.ofEntries(
          entry("installation.created", InstallationEvents::created),
          entry("installation.deleted", InstallationEvents::deleted),
          entry("installation.suspend", InstallationEvents::changed),
          entry("installation.unsuspend", InstallationEvents::changed),
          entry("installation.new_permissions_accepted", InstallationEvents::changed),
          entry("installation_repositories.added", InstallationEvents::repositoriesChanged),
          entry("installation_repositories.removed", InstallationEvents::repositoriesChanged),
          entry("organization.member_added", MemberEvents::organizationMember),
          entry("organization.member_removed", MemberEvents::leftOrganization),
          entry("organization.renamed", RepositoryEvents::ownerRenamed),
          entry("membership.added", MemberEvents::teamMember),
          entry("membership.removed", MemberEvents::teamMember),
          entry("member.added", MemberEvents::collaborator),
          entry("member.edited", MemberEvents::collaborator),
          entry("member.removed", MemberEvents::collaboratorRemoved),
          entry("team.added_to_repository", MemberEvents::team),
          entry("team.removed_from_repository", MemberEvents::team),
          entry("team.edited", MemberEvents::team),
          entry("team.deleted", MemberEvents::team),
          entry("repository.renamed", RepositoryEvents::changed),
          entry("repository.transferred", RepositoryEvents::changed),
          entry("repository.publicized", RepositoryEvents::changed),
          entry("repository.privatized", RepositoryEvents::changed),
          entry("repository.deleted", RepositoryEvents::deleted),
          entry("github_app_authorization.revoked", MemberEvents::authorizationRevoked));

  private Events() {}

  /**
   * What a delivery brings about; empty if nothing.
   *
   * @throws sh.keyway.contracts.ProblemException BAD_REQUEST if the payload lacks what it needs
   */
  static Optional<Effect> effect(Delivery delivery) {
    if (!delivery.payload().has("/action")) {
      return Optional.empty();
    }
    String name = delivery.event() + "." + delivery.payload().text("/action");
    return Optional.ofNullable(KNOWN.get(name)).map(reader -> reader.apply(delivery));
  }
}
