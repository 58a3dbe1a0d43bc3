package sh.keyway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.AskTokenRole;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.TokenRole;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;

/** A token is never worth more here than at GitHub. */
class TokenRoleTest {
  private final FakeGitHub github = FakeGitHub.start();
  private final GitHubUser ann = github.user("ann");
  private final GitHubRepository own = ann.repository("own");
  private final GitHubRepository other = ann.repository("other");
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
  void aLeakedNarrowTokenIsNotUsedAsItsOwner() throws Exception {
    String narrow = ann.fineGrainedToken(ann).repositories(other).create();

    assertThat(ask(narrow)).isEqualTo(new TokenRole(null, null));

    own.publicize();
    assertThat(ask(narrow).role()).isNull();
    github.fineGrainedFlagsShowOwnersRole(true);
    assertThat(ask(narrow).role()).isNull();
  }

  @Test
  void aClassicTokenWithoutTheScopeSeesOnlyWhatEveryoneSees() throws Exception {
    String narrow = ann.classicToken("read:user");

    assertThat(ask(narrow)).isEqualTo(new TokenRole(null, null));

    own.publicize();
    assertThat(ask(narrow).role()).isNull();
  }

  @Test
  void aClassicTokenWithTheScopeIsWorthItsOwner() throws Exception {
    assertThat(ask(ann.classicToken("repo")).role()).isEqualTo(Role.ADMIN);

    own.publicize();
    assertThat(ask(ann.classicToken("public_repo")).role()).isEqualTo(Role.ADMIN);
    assertThat(ask(github.user("eve").classicToken("repo")).role()).isNull();
  }

  @Test
  void aFineGrainedTokenForAPrivateRepositoryIsWorthWhatItCarries() throws Exception {
    String token =
        ann.fineGrainedToken(ann).repositories(own).permission("contents", "write").create();

    TokenRole worth = ask(token);

    assertThat(worth.role()).isEqualTo(Role.WRITE);
    assertThat(worth.repository()).isNotNull();
  }

  @Test
  void aRevokedTokenIsRefusedAndAnOutageIsNot() throws Exception {
    String token = ann.classicToken("repo");
    github.faults().on(Endpoint.REPOSITORY).times(1).unicorn();
    assertThat(refused(token)).isEqualTo(Kind.SERVICE_UNAVAILABLE);

    github.revoke(token);
    assertThat(refused(token)).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(refused("kw_live_" + "a".repeat(40))).isEqualTo(Kind.UNAUTHORIZED);
  }

  private TokenRole ask(String token) throws Exception {
    return room.ask(ConnectRoom.TOKEN_ROLE, new AskTokenRole(token, "ann/own"));
  }

  private Kind refused(String token) throws Exception {
    return room.refusal(ConnectRoom.TOKEN_ROLE, new AskTokenRole(token, "ann/own")).kind();
  }
}
