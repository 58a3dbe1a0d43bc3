package sh.keyway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.connect.http.Limits;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.FindRole;
import sh.keyway.contracts.connect.GetRepository;
import sh.keyway.contracts.connect.RoleAnswer;
import sh.keyway.contracts.connect.RoleAnswer.Cause;
import sh.keyway.contracts.connect.RoleAnswer.Has;
import sh.keyway.contracts.connect.RoleAnswer.None;
import sh.keyway.contracts.connect.RoleAnswer.Unreachable;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.FaultRule;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;
import sh.keyway.testkit.github.Installation;

/** GitHub down, slow, talking nonsense or limiting us is never a "no". */
class OutageTest {
  private static final List<Endpoint> ON_THE_WAY =
      List.of(
          Endpoint.REPOSITORY_INSTALLATION,
          Endpoint.INSTALLATION_TOKEN,
          Endpoint.REPOSITORY,
          Endpoint.COLLABORATOR_PERMISSION,
          Endpoint.MEMBERSHIP,
          Endpoint.COLLABORATOR);

  private final FakeGitHub github = FakeGitHub.start();
  private final GitHubOrganization acme = github.organization("acme").basePermission(null);
  private final GitHubRepository api = acme.repository("api").publicize();
  private final GitHubUser ann = github.user("ann");
  private final Installation installation = github.app().installOn(acme);
  private Room room;

  @BeforeEach
  void open() throws Exception {
    api.collaborator(ann, Role.READ);
    room = Room.beside(github, Room.IMPATIENT);
  }

  @AfterEach
  void close() throws Exception {
    room.close();
    github.close();
  }

  /** What can go wrong with a request. */
  enum Wrong {
    ERROR,
    EDGE,
    MALFORMED,
    UNEXPECTED,
    DROPPED,
    TRUNCATED,
    SILENT;

    void arm(FaultRule rule) {
      switch (this) {
        case ERROR -> rule.status(500);
        case EDGE -> rule.unicorn();
        case MALFORMED -> rule.malformed();
        case UNEXPECTED -> rule.unexpectedJson("[]");
        case DROPPED -> rule.drop();
        case TRUNCATED -> rule.truncate();
        case SILENT -> rule.silence();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void whateverGoesWrongWhereverIsNoAnswer(Wrong wrong) throws Exception {
    for (Endpoint endpoint : ON_THE_WAY) {
      // A 204 says all it has to say before anything can be cut or garbled.
      boolean bodyless = endpoint == Endpoint.COLLABORATOR && wrong == Wrong.TRUNCATED;
      if (bodyless) {
        continue;
      }
      github.clock().advance(Duration.ofHours(2));
      wrong.arm(github.faults().on(endpoint));

      assertThat(role())
          .as("%s at %s", wrong, endpoint)
          .isEqualTo(new Unreachable(down(wrong, endpoint), null));

      github.faults().clear();
      assertThat(role()).as("after %s at %s", wrong, endpoint).isInstanceOf(Has.class);
    }
  }

  /** A status of success with a body where there should be none is refused, but no "no" either. */
  private static Cause down(Wrong wrong, Endpoint endpoint) {
    boolean body = wrong == Wrong.MALFORMED || wrong == Wrong.UNEXPECTED;
    return endpoint == Endpoint.COLLABORATOR && body ? Cause.REFUSED : Cause.DOWN;
  }

  @Test
  void aConnectionDroppedOnceIsTriedAgain() throws Exception {
    github.faults().on(Endpoint.REPOSITORY).times(2).drop();

    assertThat(role()).isInstanceOf(Has.class);
    assertThat(github.log().count(Endpoint.REPOSITORY)).isEqualTo(3);
  }

  @Test
  void aPostIsNeverTriedAgain() throws Exception {
    github.faults().on(Endpoint.INSTALLATION_TOKEN).times(1).drop();

    assertThat(role()).isEqualTo(new Unreachable(Cause.DOWN, null));
    assertThat(github.log().count(Endpoint.INSTALLATION_TOKEN)).isEqualTo(1);
  }

  @Test
  void nobodyListeningIsNoAnswer() throws Exception {
    github.stopListening();

    assertThat(role()).isEqualTo(new Unreachable(Cause.DOWN, null));
    assertThat(room.refusal(ConnectRoom.GET_REPOSITORY, new GetRepository("acme/api")).kind())
        .isEqualTo(Kind.SERVICE_UNAVAILABLE);

    github.listenAgain();
    assertThat(role()).isInstanceOf(Has.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void aUsedUpQuotaStopsUsUntilItsReset(int status) throws Exception {
    github.faults().on(Endpoint.REPOSITORY).times(1).rateLimited(status, Duration.ofMinutes(10));

    assertLimited(Duration.ofMinutes(10));
    int calls = github.log().count();
    assertLimited(Duration.ofMinutes(10));
    assertThat(github.log().count()).as("not asked while limited").isEqualTo(calls);

    github.clock().advance(Duration.ofMinutes(10).plusSeconds(2));
    assertThat(role()).isInstanceOf(Has.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void retryAfterIsObeyed(int status) throws Exception {
    github.faults().on(Endpoint.REPOSITORY).times(1).secondaryLimit(status, Duration.ofSeconds(90));

    assertLimited(Duration.ofSeconds(90));
    github.clock().advance(Duration.ofSeconds(80));
    assertThat(role()).isInstanceOf(Unreachable.class);

    github.clock().advance(Duration.ofSeconds(12));
    assertThat(role()).isInstanceOf(Has.class);
  }

  @Test
  void aStrangerCannotBurnTheQuotaOfThoseWeKnow() throws Exception {
    github.quota().limit(100);
    GitHubUser eve = github.user("eve");
    FindRole probe = new FindRole(eve.id(), "eve", "acme/api", false);

    RoleAnswer last = room.ask(ConnectRoom.FIND_ROLE, probe).answer();
    for (int i = 0; i < 100 && last instanceof None; i++) {
      last = room.ask(ConnectRoom.FIND_ROLE, probe).answer();
    }

    assertThat(last)
        .isInstanceOfSatisfying(
            Unreachable.class, u -> assertThat(u.cause()).isEqualTo(Cause.RATE_LIMITED));
    assertThat(role()).isInstanceOf(Has.class);
  }

  @Test
  void theCircuitOpensAndCloses() throws Exception {
    Limits touchy =
        new Limits(
            Duration.ofMillis(1_500),
            Duration.ofMillis(1_500),
            1 << 20,
            16,
            256,
            0,
            3,
            Duration.ofSeconds(30));
    try (Room own = new Room(Room.config(github, touchy), () -> github.clock().now())) {
      github.faults().on(Endpoint.REPOSITORY_INSTALLATION).status(502);
      for (int i = 0; i < 3; i++) {
        assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer()).isInstanceOf(Unreachable.class);
      }
      int calls = github.log().count();

      assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer())
          .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.retryAt()).isNotNull());
      assertThat(github.log().count()).as("spared while open").isEqualTo(calls);

      github.clock().advance(Duration.ofSeconds(31));
      assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer()).isInstanceOf(Unreachable.class);
      assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer()).isInstanceOf(Unreachable.class);
      assertThat(github.log().count()).as("one probe, then open again").isEqualTo(calls + 1);

      github.faults().clear();
      github.clock().advance(Duration.ofSeconds(31));
      assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer()).isInstanceOf(Has.class);
      assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer()).isInstanceOf(Has.class);
    }
  }

  @Test
  void aTokenGitHubNoLongerAcceptsIsReplacedOnce() throws Exception {
    try (Room own = new Room(Room.config(github, Room.LIMITS), InstantSource.system())) {
      assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer()).isInstanceOf(Has.class);
      installation.suspend();
      installation.unsuspend();
      github.faults().on(Endpoint.REPOSITORY).times(1).status(401);

      assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer()).isInstanceOf(Has.class);
      assertThat(github.log().count(Endpoint.INSTALLATION_TOKEN)).isEqualTo(2);

      github.faults().on(Endpoint.REPOSITORY).status(401);
      assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer())
          .isEqualTo(new Unreachable(Cause.REFUSED, null));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-50, 50})
  void aClockAMinuteOffIsNotRefused(long seconds) throws Exception {
    try (Room own = new Room(Room.config(github, Room.LIMITS), InstantSource.system())) {
      github.clock().skew(Duration.ofSeconds(seconds));

      assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer()).isInstanceOf(Has.class);
    }
  }

  @Test
  void aClockHoursOffIsNoAnswerRatherThanNoInstallation() throws Exception {
    try (Room own = new Room(Room.config(github, Room.LIMITS), InstantSource.system())) {
      github.clock().skew(Duration.ofHours(-3));

      assertThat(own.ask(ConnectRoom.FIND_ROLE, ask()).answer())
          .isEqualTo(new Unreachable(Cause.REFUSED, null));
    }
  }

  @Test
  void aReplacedKeyIsNoAnswerRatherThanNoInstallation() throws Exception {
    github.app().replaceKey();

    assertThat(role()).isEqualTo(new Unreachable(Cause.REFUSED, null));
  }

  @Test
  void aMissingPermissionForRolesIsNoAnswer() throws Exception {
    installation.permissions(Map.of("members", "read"));

    assertThat(role()).isNotInstanceOf(None.class);
  }

  private void assertLimited(Duration about) throws Exception {
    assertThat(role())
        .isInstanceOfSatisfying(
            Unreachable.class,
            u -> {
              assertThat(u.cause()).isEqualTo(Cause.RATE_LIMITED);
              assertThat(Duration.between(github.clock().now(), u.retryAt()))
                  .isBetween(about.minusSeconds(5), about.plusSeconds(5));
            });
  }

  private RoleAnswer role() throws Exception {
    return room.ask(ConnectRoom.FIND_ROLE, ask()).answer();
  }

  private FindRole ask() {
    return new FindRole(ann.id(), ann.login(), "acme/api", true);
  }
}
