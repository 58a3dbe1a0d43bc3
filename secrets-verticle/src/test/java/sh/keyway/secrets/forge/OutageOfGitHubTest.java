package sh.keyway.secrets.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.secrets.GitHubHouse;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;

/** GitHub being down, slow or limiting us: who stays in, for how long, and who does not. */
class OutageOfGitHubTest {
  private static GitHubHouse on;

  @BeforeAll
  static void open() throws Exception {
    on = GitHubHouse.open();
  }

  @AfterEach
  void allIsWell() {
    on.github.faults().clear();
  }

  @AfterAll
  static void close() throws Exception {
    on.close();
  }

  @Test
  void anHourLongOutageStopsNoMachine() throws Exception {
    GitHubRepository repository = on.vault("hour");
    GitHubUser ann = on.collaborator(repository, "hour-ann", Role.WRITE);
    GitHubUser newcomer = on.collaborator(repository, "hour-newcomer", Role.WRITE);
    Caller machine = on.keyOf(ann);
    Caller person = on.signedIn(ann);
    Caller stranger = on.signedIn(newcomer);
    on.pulls(machine, repository);
    on.pulls(person, repository);

    on.github.faults().everywhere().unicorn();
    for (int minute = 1; minute <= 65; minute++) {
      on.clock.pass(Duration.ofMinutes(1));
      on.pulls(machine, repository);
      if (minute < 60) {
        on.pulls(person, repository);
      }
    }

    assertThat(on.refused(person, repository)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
    assertThat(on.refused(stranger, repository)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
    on.clock.pass(Duration.ofHours(24));
    assertThat(on.refused(machine, repository)).isEqualTo(Kind.SERVICE_UNAVAILABLE);

    on.github.faults().clear();
    on.pulls(person, repository);
    on.pulls(machine, repository);
    on.pulls(stranger, repository);
  }

  @Test
  void aWarmPullDuringAnOutageAsksNobody() throws Exception {
    GitHubRepository repository = on.vault("quiet");
    Caller machine = on.keyOf(on.collaborator(repository, "quiet-ann", Role.WRITE));
    on.pulls(machine, repository);
    on.github.faults().everywhere().status(502);
    on.clock.pass(Duration.ofMinutes(30));
    on.pulls(machine, repository);
    on.bus.forget();

    on.pulls(machine, repository);

    assertThat(on.bus.messages().keySet()).containsExactly("crypto.open", "secrets.pull");
  }

  @Test
  void aSlowGitHubIsNotWaitedForByThoseWhoWereBelieved() throws Exception {
    GitHubRepository repository = on.vault("silent");
    Caller machine = on.keyOf(on.collaborator(repository, "silent-ann", Role.WRITE));
    on.pulls(machine, repository);
    var release = on.github.faults().on(Endpoint.REPOSITORY).hold();
    try {
      on.clock.pass(Duration.ofMinutes(30));
      on.pulls(machine, repository);
    } finally {
      release.complete(null);
    }
  }

  @Test
  void anExplicitNoIsNeverOverridden() throws Exception {
    GitHubRepository repository = on.vault("never");
    GitHubUser ann = on.collaborator(repository, "never-ann", Role.WRITE);
    Caller machine = on.keyOf(ann);
    on.pulls(machine, repository);
    repository.removeCollaborator(ann);
    on.clock.pass(Duration.ofMinutes(6));
    assertThat(on.refused(machine, repository)).isEqualTo(Kind.FORBIDDEN);

    on.github.faults().everywhere().unicorn();
    assertThat(on.refused(machine, repository)).isEqualTo(Kind.FORBIDDEN);
    on.clock.pass(Duration.ofMinutes(6));
    assertThat(on.refused(machine, repository)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void whatIsInDoubtIsNotServedStale() throws Exception {
    GitHubRepository repository = on.vault("doubt");
    GitHubUser ann = on.collaborator(repository, "doubt-ann", Role.WRITE);
    Caller machine = on.keyOf(ann);
    on.pulls(machine, repository);
    on.github.faults().everywhere().unicorn();

    on.house.execute("update repository_roles set checked_at = null");
    on.clock.pass(Duration.ofSeconds(61));

    assertThat(on.refused(machine, repository)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void anAppThatGitHubRefusesIsBelievedForFiveMinutes() throws Exception {
    GitHubRepository repository = on.vault("refused");
    Caller machine = on.keyOf(on.collaborator(repository, "refused-ann", Role.WRITE));
    on.pulls(machine, repository);
    on.github.faults().on(Endpoint.COLLABORATOR_PERMISSION).status(403);

    on.clock.pass(Duration.ofMinutes(4));
    on.pulls(machine, repository);
    on.clock.pass(Duration.ofMinutes(2));
    assertThat(on.refused(machine, repository)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void whoAsksTooMuchIsToldSoAndStopsNobodyElse() throws Exception {
    GitHubRepository repository = on.vault("limit");
    Caller eve = on.signedIn(on.github.user("limit-eve"));
    Caller ann = on.signedIn(on.collaborator(repository, "limit-ann", Role.WRITE));

    Kind last = Kind.FORBIDDEN;
    for (int i = 0; i < Questions.PER_MINUTE * 2 && last == Kind.FORBIDDEN; i++) {
      last = on.refused(eve, "acme/limit-" + i).kind();
    }

    assertThat(last).isEqualTo(Kind.RATE_LIMITED);
    on.pulls(ann, repository);
  }
}
