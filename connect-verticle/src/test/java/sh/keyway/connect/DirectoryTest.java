package sh.keyway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.CollaboratorList.Collaborator;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.FindInstallation;
import sh.keyway.contracts.connect.GetApp;
import sh.keyway.contracts.connect.GetInstallation;
import sh.keyway.contracts.connect.GetOrganization;
import sh.keyway.contracts.connect.GetRepository;
import sh.keyway.contracts.connect.InstallationView;
import sh.keyway.contracts.connect.ListCollaborators;
import sh.keyway.contracts.connect.ListMembers;
import sh.keyway.contracts.connect.ListOrganizations;
import sh.keyway.contracts.connect.MemberList;
import sh.keyway.contracts.connect.MemberList.Member;
import sh.keyway.contracts.connect.OrganizationList;
import sh.keyway.contracts.connect.RepositoryFacts;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;
import sh.keyway.testkit.github.Installation;

/** Installations, repositories, organisations and who is in them. */
class DirectoryTest {
  private static final int MANY = 230;

  private final FakeGitHub github = FakeGitHub.start();
  private final GitHubOrganization acme = github.organization("acme");
  private final GitHubRepository api = acme.repository("api");
  private final GitHubUser ann = github.user("ann");
  private final Installation installation = github.app().installOn(acme);
  private Room room;

  @BeforeEach
  void open() throws Exception {
    room = Room.beside(github);
  }

  @AfterEach
  void close() {
    room.close();
    github.close();
  }

  @Test
  void whereTheAppIsNotThereIsNothing() throws Exception {
    installation.uninstall();

    assertThat(
            room.ask(ConnectRoom.FIND_INSTALLATION, new FindInstallation("acme/api"))
                .installation())
        .isNull();
    assertThat(
            room.refusal(ConnectRoom.GET_INSTALLATION, new GetInstallation(installation.id()))
                .kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(room.refusal(ConnectRoom.GET_REPOSITORY, new GetRepository("acme/api")).kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(room.refusal(ConnectRoom.GET_ORGANIZATION, new GetOrganization("acme")).kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(room.refusal(ConnectRoom.LIST_MEMBERS, new ListMembers("acme")).kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(
            room.refusal(ConnectRoom.LIST_COLLABORATORS, new ListCollaborators("acme/api")).kind())
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void aPageThatFailsFailsTheWholeList() throws Exception {
    for (int i = 0; i < MANY; i++) {
      acme.repository("repo-" + i);
    }
    github.faults().on(Endpoint.INSTALLATION_REPOSITORIES).status(502);

    assertThat(
            room.refusal(ConnectRoom.GET_INSTALLATION, new GetInstallation(installation.id()))
                .kind())
        .isEqualTo(Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void whatTheAppMayNotListIsForbiddenNotEmpty() throws Exception {
    installation.permissions(Map.of("metadata", "read"));

    assertThat(room.refusal(ConnectRoom.LIST_MEMBERS, new ListMembers("acme")).kind())
        .isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void namesThatCannotBeAreNotAskedFor() throws Exception {
    for (String name :
        new String[] {"", "acme", "acme/..", "../api", "a/b/c", "a/b?c", "a b/c", "a/%2e"}) {
      assertThat(room.refusal(ConnectRoom.GET_REPOSITORY, new GetRepository(name)).kind())
          .isEqualTo(Kind.VALIDATION_ERROR);
    }
    assertThat(room.refusal(ConnectRoom.LIST_MEMBERS, new ListMembers("a/b")).kind())
        .isEqualTo(Kind.VALIDATION_ERROR);
    assertThat(github.log().count()).isZero();
  }

  @Test
  void everyPageOfAnInstallationsRepositoriesIsRead() throws Exception {
    for (int i = 0; i < MANY; i++) {
      acme.repository("repo-" + i);
    }

    InstallationView view =
        room.ask(ConnectRoom.GET_INSTALLATION, new GetInstallation(installation.id()));

    assertThat(view.repositories()).hasSize(MANY + 1);
    assertThat(view.repositories().stream().map(RepositoryFacts::id).distinct()).hasSize(MANY + 1);
    assertThat(view.complete()).isTrue();
    assertThat(view.installation().accountId()).isEqualTo(acme.id());
    assertThat(view.installation().organization()).isTrue();
    assertThat(view.installation().permissions()).containsEntry("metadata", "read");
  }

  @Test
  void aSuspendedInstallationSaysSo() throws Exception {
    installation.suspend();

    InstallationView view =
        room.ask(ConnectRoom.GET_INSTALLATION, new GetInstallation(installation.id()));

    assertThat(view.installation().suspendedAt()).isNotNull();
    assertThat(view.repositories()).isEmpty();
  }

  @Test
  void aSuspendedAppDoesNotMakeRepositoriesLookDeleted() throws Exception {
    GetRepository ask = new GetRepository("acme/api");
    room.ask(ConnectRoom.GET_REPOSITORY, ask);
    installation.suspend();

    for (int i = 0; i < 2; i++) {
      assertThat(room.refusal(ConnectRoom.GET_REPOSITORY, ask).kind())
          .isEqualTo(Kind.SERVICE_UNAVAILABLE);
      github.clock().advance(Duration.ofHours(2));
    }
  }

  @Test
  void membersAreListedOnceOwnersFirst() throws Exception {
    acme.owner(ann);
    for (int i = 0; i < MANY; i++) {
      acme.member(github.user("user-" + i));
    }

    MemberList list = room.ask(ConnectRoom.LIST_MEMBERS, new ListMembers("acme"));

    assertThat(list.members()).hasSize(MANY + 1);
    assertThat(list.members().getFirst().id()).isEqualTo(ann.id());
    assertThat(list.members().stream().filter(Member::admin)).hasSize(1);
    assertThat(list.complete()).isTrue();
  }

  @Test
  void collaboratorsHaveTheirRolesCustomOnesTheirBase() throws Exception {
    acme.basePermission(null);
    GitHubUser bob = github.user("bob");
    api.collaborator(ann, Role.MAINTAIN).collaborator(bob, "releaser", Role.WRITE);

    assertThat(
            room.ask(ConnectRoom.LIST_COLLABORATORS, new ListCollaborators("acme/api"))
                .collaborators())
        .extracting(Collaborator::id, Collaborator::role)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(ann.id(), Role.MAINTAIN),
            org.assertj.core.groups.Tuple.tuple(bob.id(), Role.WRITE));
  }

  @Test
  void aUsersOrganizationsAreThoseWithTheApp() throws Exception {
    acme.owner(ann);
    github.organization("without").owner(ann);
    github.organization("plain").member(ann);
    github.app().installOn(ann);

    OrganizationList list =
        room.ask(ConnectRoom.LIST_ORGANIZATIONS, new ListOrganizations(ann.appTokens().access()));

    assertThat(list.organizations())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.id()).isEqualTo(acme.id());
          assertThat(entry.installationId()).isEqualTo(installation.id());
          assertThat(entry.admin()).isTrue();
        });
  }

  @Test
  void anOrganizationAndTheAppDescribeThemselves() throws Exception {
    acme.displayName("Acme Inc.");

    assertThat(room.ask(ConnectRoom.GET_ORGANIZATION, new GetOrganization("acme")).name())
        .isEqualTo("Acme Inc.");
    assertThat(room.ask(ConnectRoom.GET_APP, new GetApp()).permissions())
        .containsEntry("metadata", "read");
    assertThat(room.ask(ConnectRoom.GET_REPOSITORY, new GetRepository("ACME/API")).fullName())
        .isEqualTo("acme/api");
  }
}
