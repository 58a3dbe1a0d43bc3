package sh.keyway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.FindRole;
import sh.keyway.contracts.connect.FoundRole;
import sh.keyway.contracts.connect.RoleAnswer;
import sh.keyway.contracts.connect.RoleAnswer.Has;
import sh.keyway.contracts.connect.RoleAnswer.NoInstallation;
import sh.keyway.contracts.connect.RoleAnswer.NoRepository;
import sh.keyway.contracts.connect.RoleAnswer.None;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;
import sh.keyway.testkit.github.Installation;

/** Whom GitHub lets in, and whom it does not. */
class RolesTest {
  private final FakeGitHub github = FakeGitHub.start();
  private final GitHubOrganization acme = github.organization("acme").basePermission(null);
  private final GitHubRepository api = acme.repository("api");
  private final GitHubUser ann = github.user("ann");
  private final GitHubUser bob = github.user("bob");
  private final Installation installation = github.app().installOn(acme);
  private Room room;

  @BeforeEach
  void open() throws Exception {
    room = Room.beside(github);
  }

  @AfterEach
  void close() throws Exception {
    room.close();
    github.close();
  }

  @Test
  void aStrangerHasNothingThoughTheAppMayEverything() throws Exception {
    installation.permissions(Map.of("metadata", "read", "administration", "write"));

    assertThat(role(ann)).isInstanceOf(None.class);
  }

  @Test
  void aPublicRepositoryGivesStrangersNothing() throws Exception {
    api.publicize();

    assertThat(role(ann)).isInstanceOf(None.class);
  }

  @Test
  void whoTookOverARenamedUsersLoginIsNotThem() throws Exception {
    api.collaborator(ann, Role.ADMIN);
    ann.rename("ann-moved");
    GitHubUser thief = github.user("ann");

    assertThat(role(thief)).isInstanceOf(None.class);
    assertThat(role(new FindRole(ann.id(), "ann", "acme/api", true)))
        .isEqualTo(new Has(Role.ADMIN, "ann-moved", repository(role(thief))));
  }

  @Test
  void whoTookOverAFormerOwnersLoginIsNotTheOwner() throws Exception {
    GitHubRepository own = ann.repository("dotfiles");
    github.app().installOn(ann);
    ann.rename("ann-moved");
    GitHubUser thief = github.user("ann");

    RoleAnswer answer = role(new FindRole(thief.id(), "ann", own.fullName(), true));

    assertThat(answer).isInstanceOf(None.class);
    assertThat(role(new FindRole(thief.id(), "ann-moved", own.fullName(), true)))
        .as("nor by claiming the owner's present one")
        .isInstanceOf(None.class);
  }

  @Test
  void aMadeUpLoginProvesNothing() throws Exception {
    api.collaborator(ann, Role.ADMIN);

    assertThat(role(new FindRole(bob.id(), "ann", "acme/api", true))).isInstanceOf(None.class);
    assertThat(role(new FindRole(4_999_999_999L, "ann", "acme/api", true)))
        .isInstanceOf(None.class);
  }

  @Test
  void anInvitedMemberIsNoMember() throws Exception {
    api.publicize();
    acme.invited(ann);

    assertThat(role(ann)).isInstanceOf(None.class);
  }

  @Test
  void withoutTheAppThereIsNoRole() throws Exception {
    installation.uninstall();

    assertThat(role(ann)).isEqualTo(new NoInstallation(github.installUrl()));
  }

  @Test
  void aSuspendedAppGivesNoRoleEvenWhileItIsRemembered() throws Exception {
    api.collaborator(ann, Role.WRITE);
    assertThat(role(ann)).isInstanceOf(Has.class);

    installation.suspend();

    assertThat(role(ann)).isEqualTo(new NoInstallation(github.installUrl()));
  }

  @Test
  void anAppInstalledAnewIsFoundUnderItsNewNumber() throws Exception {
    api.collaborator(ann, Role.WRITE);
    assertThat(role(ann)).isInstanceOf(Has.class);
    installation.uninstall();
    github.app().installOn(acme);

    assertThat(role(ann)).isInstanceOf(Has.class);
  }

  @Test
  void aRepositoryTakenOutOfTheSelectionIsNotSeen() throws Exception {
    api.collaborator(ann, Role.WRITE);
    installation.selected(api, acme.repository("other"));
    assertThat(role(ann)).isInstanceOf(Has.class);

    installation.deselect(api);

    assertThat(role(ann)).isInstanceOf(NoRepository.class);
    assertThat(role(ann)).isInstanceOf(NoInstallation.class);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aCollaboratorHasTheirRole(Role role) throws Exception {
    api.collaborator(ann, role);

    assertThat(role(ann))
        .isInstanceOfSatisfying(Has.class, has -> assertThat(has.role()).isEqualTo(role));
  }

  @Test
  void aCustomRoleCountsAsItsBase() throws Exception {
    api.collaborator(ann, "releaser", Role.WRITE);

    assertThat(has(ann)).isEqualTo(Role.WRITE);
  }

  @Test
  void anOwnerOfTheOrganizationIsAdmin() throws Exception {
    acme.owner(ann);

    assertThat(has(ann)).isEqualTo(Role.ADMIN);
  }

  @Test
  void theOwnerOfAPersonalRepositoryIsAdminForOneCall() throws Exception {
    ann.repository("dotfiles");
    github.app().installOn(ann);

    assertThat(role(new FindRole(ann.id(), "ann", "ann/dotfiles", true)))
        .isInstanceOfSatisfying(Has.class, has -> assertThat(has.role()).isEqualTo(Role.ADMIN));
    assertThat(github.log().count(Endpoint.COLLABORATOR_PERMISSION)).isZero();
  }

  @Test
  void readOnAPublicRepositoryCountsForCollaboratorsAndMembers() throws Exception {
    api.publicize();
    api.collaborator(ann, Role.READ);
    acme.member(bob);

    assertThat(has(ann)).isEqualTo(Role.READ);
    assertThat(has(bob)).isEqualTo(Role.READ);
  }

  @Test
  void thePermissionsOfTheGuideSuffice() throws Exception {
    installation.permissions(Map.of("metadata", "read", "administration", "read"));
    api.publicize();
    acme.owner(ann);
    api.collaborator(bob, Role.READ);

    assertThat(has(ann)).isEqualTo(Role.ADMIN);
    assertThat(has(bob)).isEqualTo(Role.READ);
    assertThat(role(github.user("eve"))).isInstanceOf(None.class);
  }

  @Test
  void aRenamedRepositoryIsFoundUnderItsOldName() throws Exception {
    api.collaborator(ann, Role.WRITE);
    api.rename("backend");

    assertThat(role(ann))
        .isInstanceOfSatisfying(
            Has.class,
            has -> {
              assertThat(has.repository().fullName()).isEqualTo("acme/backend");
              assertThat(has.repository().id()).isEqualTo(api.id());
            });
  }

  @Test
  void aRemovedCollaboratorIsOutAtOnceDespiteTheETag() throws Exception {
    api.collaborator(ann, Role.WRITE);
    assertThat(role(ann)).isInstanceOf(Has.class);

    api.removeCollaborator(ann);

    assertThat(role(ann)).isInstanceOf(None.class);
  }

  @Test
  void askingAgainCostsNoQuotaWhenNothingChanged() throws Exception {
    api.collaborator(ann, Role.WRITE);
    assertThat(role(ann)).isInstanceOf(Has.class);
    int used = github.quota().used(installation);

    assertThat(role(ann)).isInstanceOf(Has.class);

    assertThat(github.quota().used(installation))
        .as("only a 404 is charged anew: ann is no member")
        .isLessThanOrEqualTo(used + 1);
    assertThat(github.log().to(Endpoint.COLLABORATOR_PERMISSION).getLast().ifNoneMatch())
        .isNotNull();
  }

  @Test
  void aHundredAskersShareOneInstallationToken() throws Exception {
    var release = github.faults().on(Endpoint.INSTALLATION_TOKEN).hold();
    List<Future<FoundRole>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      GitHubUser user = github.user("user-" + i);
      api.collaborator(user, Role.WRITE);
      FindRole ask = new FindRole(user.id(), user.login(), "acme/api", true);
      answers.add(room.call(ConnectRoom.FIND_ROLE, ask));
      answers.add(room.call(ConnectRoom.FIND_ROLE, ask));
    }
    github.log().await(Endpoint.INSTALLATION_TOKEN, 1, Duration.ofSeconds(5));
    release.complete(null);

    for (Future<FoundRole> answer : answers) {
      assertThat(Room.get(answer).answer()).isInstanceOf(Has.class);
    }
    assertThat(github.log().count(Endpoint.INSTALLATION_TOKEN)).isEqualTo(1);
    assertThat(github.log().count(Endpoint.COLLABORATOR_PERMISSION))
        .as("who asked later may know of a revocation that the first did not")
        .isEqualTo(100);
  }

  @Test
  void aRemovedCollaboratorIsLetInByALookUpBegunBefore() throws Exception {
    api.collaborator(ann, Role.WRITE);
    FindRole ask = new FindRole(ann.id(), ann.login(), "acme/api", true);
    var release = github.faults().on(Endpoint.COLLABORATOR_PERMISSION).times(1).hold();
    Future<FoundRole> before = room.call(ConnectRoom.FIND_ROLE, ask);
    github.log().await(Endpoint.COLLABORATOR_PERMISSION, 1, Duration.ofSeconds(5));

    api.removeCollaborator(ann);

    assertThat(role(ask)).isInstanceOf(None.class);
    release.complete(null);
    assertThat(Room.get(before).answer()).isNotNull();
  }

  @Test
  void aTokenIsRenewedAheadOfItsEnd() throws Exception {
    api.collaborator(ann, Role.WRITE);
    assertThat(role(ann)).isInstanceOf(Has.class);

    github.clock().advance(Duration.ofMinutes(52));
    assertThat(role(ann)).isInstanceOf(Has.class);

    assertThat(github.log().await(Endpoint.INSTALLATION_TOKEN, 2, Duration.ofSeconds(5))).isTrue();
    github.clock().advance(Duration.ofMinutes(5));
    assertThat(role(ann)).isInstanceOf(Has.class);
    assertThat(github.log().count(Endpoint.INSTALLATION_TOKEN)).isEqualTo(2);
  }

  private RoleAnswer role(GitHubUser user) throws Exception {
    return role(new FindRole(user.id(), user.login(), "acme/api", true));
  }

  private RoleAnswer role(FindRole ask) throws Exception {
    return room.ask(ConnectRoom.FIND_ROLE, ask).answer();
  }

  private Role has(GitHubUser user) throws Exception {
    RoleAnswer answer = role(user);
    assertThat(answer).isInstanceOf(Has.class);
    return ((Has) answer).role();
  }

  private static sh.keyway.contracts.connect.RepositoryFacts repository(RoleAnswer answer) {
    return ((None) answer).repository();
  }
}
