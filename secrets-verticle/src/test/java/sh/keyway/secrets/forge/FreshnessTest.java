package sh.keyway.secrets.forge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.GitHubHouse;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.WireTap;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;

/** How long a role is believed, and what believing it costs. */
class FreshnessTest {
  private static WireTap wire;
  private static GitHubHouse on;

  @BeforeAll
  static void open() throws Exception {
    TestDatabase database = TestPostgres.freshMigratedDatabase();
    wire = new WireTap(database.application().port());
    on = GitHubHouse.open(database, wire.port());
    on.anotherInstance();
  }

  @AfterAll
  static void close() throws Exception {
    on.close();
    wire.close();
  }

  @Test
  void aWarmPullIsOneSelectOneInsertOneDecryptionAndNoCall() throws Exception {
    GitHubRepository repository = on.vault("warm");
    GitHubUser ann = on.collaborator(repository, "warm-ann", Role.WRITE);
    for (Caller caller : List.of(on.signedIn(ann), on.keyOf(ann))) {
      for (int i = 0; i < 4; i++) {
        on.pulls(caller, repository);
      }
      forget();

      on.pulls(caller, repository);

      assertThat(on.bus.messages()).isEqualTo(Map.of("secrets.pull", 1, "crypto.open", 1));
      assertThat(wire.statements()).hasSize(2);
      assertThat(wire.statements().getFirst()).startsWith("select e.head, r.");
      assertThat(wire.statements().getLast()).startsWith("insert into activities");
      assertThat(on.github.log().count()).isZero();
    }
  }

  @Test
  void upToAMinuteTheRowAnswersAfterFiveTheRequestWaits() throws Exception {
    GitHubRepository repository = on.vault("ladder");
    GitHubUser ann = on.collaborator(repository, "ladder-ann", Role.WRITE);
    Caller caller = on.signedIn(ann);
    on.pulls(caller, repository);

    forget();
    on.clock.pass(Duration.ofSeconds(50));
    on.pulls(caller, repository);
    assertThat(on.lookUps()).as("still fresh").isZero();

    on.clock.pass(Duration.ofSeconds(20));
    repository.removeCollaborator(ann);
    Instant now = on.clock.instant();
    var release = on.github.faults().on(Endpoint.COLLABORATOR_PERMISSION).hold();
    on.pulls(caller, repository);
    on.github.faults().clear();
    release.complete(null);
    on.awaitCheckedSince(now);
    assertThat(on.lookUps()).as("answered from the row, and asked").isEqualTo(1);
    assertThat(on.refused(caller, repository)).as("what came of it").isEqualTo(Kind.FORBIDDEN);

    repository.collaborator(ann, Role.WRITE);
    on.clock.pass(Duration.ofSeconds(61));
    on.pulls(caller, repository);
    on.clock.pass(Duration.ofMinutes(5).plusSeconds(1));
    repository.removeCollaborator(ann);
    assertThat(on.refused(caller, repository)).as("waited for").isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void anExplicitNoIsRememberedForAMinute() throws Exception {
    GitHubRepository repository = on.vault("no");
    GitHubUser eve = on.github.user("no-eve");
    Caller caller = on.signedIn(eve);
    assertThat(on.refused(caller, repository)).isEqualTo(Kind.FORBIDDEN);

    forget();
    assertThat(on.refused(caller, repository)).isEqualTo(Kind.FORBIDDEN);
    assertThat(on.lookUps()).isZero();

    repository.collaborator(eve, Role.READ);
    on.clock.pass(Duration.ofSeconds(61));
    on.pulls(caller, repository);
    assertThat(on.lookUps()).isEqualTo(1);
  }

  @Test
  void aNoAboutANameWithoutAVaultIsRememberedForAMinute() throws Exception {
    on.acme.repository("nowhere");
    Caller caller = on.signedIn(on.github.user("nowhere-eve"));
    String text = on.refused(caller, "acme/nowhere").detail();
    assertThat(text).isEqualTo("You do not have access to this repository");

    forget();
    assertThat(on.refused(caller, "Acme/Nowhere").detail()).isEqualTo(text);
    assertThat(on.lookUps()).isZero();
    on.clock.pass(Duration.ofSeconds(61));
    on.refused(caller, "acme/nowhere");
    assertThat(on.lookUps()).isEqualTo(1);
  }

  @Test
  void fiftyAtOnceAskOnce() throws Exception {
    GitHubRepository repository = on.vault("fifty");
    Caller caller = on.signedIn(on.collaborator(repository, "fifty-ann", Role.WRITE));
    forget();
    var release = on.github.faults().on(Endpoint.COLLABORATOR_PERMISSION).hold();

    List<Future<Pulled>> pulls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      pulls.add(
          on.house.rooms.call(
              SecretsRoom.PULL,
              SecretsHouse.pulling(caller, repository.fullName(), "development")));
    }
    on.github.log().await(Endpoint.COLLABORATOR_PERMISSION, 1, Duration.ofSeconds(5));
    on.github.faults().clear();
    release.complete(null);
    SecretsHouse.await(Future.all(pulls));

    assertThat(on.lookUps()).isEqualTo(1);
  }

  @Test
  void firstSightWaitsForASlowGitHubLongerThanForADatabase() throws Exception {
    GitHubRepository repository = on.vault("slow");
    Caller caller = on.signedIn(on.collaborator(repository, "slow-ann", Role.WRITE));
    on.github.faults().on(Endpoint.COLLABORATOR_PERMISSION).delay(Duration.ofSeconds(2));
    try {
      on.pulls(caller, repository);
    } finally {
      on.github.faults().clear();
    }
  }

  @Test
  void aChangedRoleCountsForRememberedDecisionsEverywhere() throws Exception {
    GitHubRepository repository = on.vault("changed");
    GitHubUser ann = on.collaborator(repository, "changed-ann", Role.WRITE);
    Caller caller = on.signedIn(ann);
    on.pulls(caller, repository);
    String revision =
        "select distinct e.policy_revision from environments e join vaults v on v.id = e.vault_id"
            + " where v.repo_full_name = 'acme/changed'";
    List<String> before = on.house.rows(revision);

    on.clock.pass(Duration.ofMinutes(6));
    on.pulls(caller, repository);
    assertThat(on.house.rows(revision)).as("unchanged").isEqualTo(before);

    repository.collaborator(ann, Role.READ);
    on.clock.pass(Duration.ofMinutes(6));
    on.pulls(caller, repository);
    assertThat(on.house.rows(revision)).isNotEqualTo(before);
  }

  private static void forget() {
    wire.forget();
    on.bus.forget();
    on.github.log().clear();
  }
}
