package sh.keyway.secrets.ci;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.CiPolicyView;
import sh.keyway.contracts.secrets.CiRules;
import sh.keyway.contracts.secrets.CiTokenIssued;
import sh.keyway.contracts.secrets.CreateApiKey;
import sh.keyway.contracts.secrets.DeleteCiPolicy;
import sh.keyway.contracts.secrets.ListVaults;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ShowEffective;
import sh.keyway.contracts.secrets.UpdateCiPolicy;
import sh.keyway.contracts.secrets.ViewSecret;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;

/** Which workflow runs get a pull token, and what it is good for. */
class CiExchangeTest {
  private static final Problem NOT_ALLOWED =
      Problem.of(Kind.FORBIDDEN, "No policy of this repository's vault allows this workflow run");

  private static CiHouse ci;

  @BeforeAll
  static void open() throws Exception {
    ci = new CiHouse();
  }

  @AfterAll
  static void close() throws Exception {
    ci.close();
  }

  @Test
  void aRunPullsWithoutAStoredSecretAndWithoutAskingGitHubsApi() throws Exception {
    GitHubRepository repository = ci.vault("acme", "api");
    ci.policy(repository, CiHouse.onRefs(List.of("staging", "production"), "refs/heads/main"));
    GitHubUser alice = ci.github.user("alice");
    ci.github.log().clear();

    CiTokenIssued token = ci.issue(ci.run(repository).actor(alice).claim("run_id", "4711").sign());

    assertThat(token.repository()).isEqualTo("acme/api");
    assertThat(token.environments()).containsExactly("production", "staging");
    assertThat(token.expiresAt())
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(14)), Instant.now().plus(Duration.ofMinutes(15)));
    assertThat(ci.pull(token, "production")).isEqualTo("A=production");
    assertThat(ci.pull(token, "staging")).isEqualTo("A=staging");
    assertThat(ci.github.log().all())
        .allMatch(r -> r.endpoint() == Endpoint.OIDC_KEYS)
        .hasSizeLessThanOrEqualTo(1);
    assertThat(
            ci.house.rows(
                """
                select action, metadata->>'ciRunId', metadata->>'ciActor', metadata->>'runAttempt',
                  metadata->>'ref', metadata->>'event', metadata->>'workflow',
                  length(metadata->>'sha'), user_id
                from activities where vault_id = '%s' and metadata->>'ciRunId' = '4711' order by id
                """
                    .formatted(token.vaultId())))
        .containsExactly(
            "ci_token_issued 4711 alice 1 refs/heads/main push deploy 40 null",
            "secrets_pulled 4711 alice null null null null null null",
            "secrets_pulled 4711 alice null null null null null null");
  }

  @Test
  void aWarmPullIsOneSelectAndOneInsert() throws Exception {
    GitHubRepository repository = ci.vault("warm", "api");
    ci.policy(repository, CiHouse.open("staging"));
    CiTokenIssued token = ci.issue(ci.run(repository).sign());
    for (int i = 0; i < 4; i++) {
      ci.pull(token, "staging");
    }
    ci.wire.forget();

    ci.pull(token, "staging");

    assertThat(ci.wire.statements()).hasSize(2);
    assertThat(ci.wire.statements().getFirst()).startsWith("select e.head, r.");
    assertThat(ci.wire.statements().getLast()).startsWith("insert into activities");
  }

  @Test
  void withoutAPolicyThereIsNothing() throws Exception {
    GitHubRepository repository = ci.vault("off", "api");

    assertThat(ci.refusal(ci.run(repository).sign())).isEqualTo(NOT_ALLOWED);
    assertThat(ci.refusal(ci.run(ci.github.organization("none").repository("api")).sign()))
        .isEqualTo(NOT_ALLOWED);
    assertThat(
            ci.house.rows(
                """
                select a.refused, a.metadata->>'reason' from activities a join vaults v
                on v.id = a.vault_id where v.repo_full_name = 'off/api'
                and a.action = 'ci_token_issued'
                """))
        .containsExactly("t " + NOT_ALLOWED.detail());
  }

  @Test
  void aTokenOfAnotherRepositoryWithTheSameNameGetsNothing() throws Exception {
    GitHubRepository repository = ci.vault("same", "api");
    ci.policy(repository, CiHouse.open("staging"));
    GitHubRepository twin = ci.github.organization("twin").repository("api");

    assertThat(ci.refusal(ci.run(twin).claim("repository", "same/api").sign()))
        .isEqualTo(NOT_ALLOWED);
    assertThat(
            ci.refusal(
                ci.run(repository)
                    .claim("repository_owner_id", Long.toString(twin.owner().id()))
                    .sign()))
        .isEqualTo(NOT_ALLOWED);
  }

  @Test
  void aTransferredRepositoryStartsAnew() throws Exception {
    GitHubRepository repository = ci.vault("seller", "api");
    CiPolicyView policy = ci.policy(repository, CiHouse.open("staging"));
    String before = ci.run(repository).sign();
    CiTokenIssued token = ci.issue(ci.run(repository).sign());
    repository.transfer(ci.github.organization("buyer"));

    assertThat(ci.refusal(ci.run(repository).sign())).isEqualTo(NOT_ALLOWED);

    // GitHub's word of the transfer arrives, and changes what holds.
    ci.house.execute(
        "update vaults set forge_owner_id = %d where forge_repo_id = %d"
            .formatted(repository.owner().id(), repository.id()),
        "update environments set policy_revision = policy_revision + 1");
    assertThat(ci.refusal(ci.run(repository).sign())).isEqualTo(NOT_ALLOWED);
    assertThat(ci.refusal(before)).isEqualTo(NOT_ALLOWED);
    assertThat(ci.refusedPull(token, "seller/api", "staging").kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(
            ci.house
                .refusal(
                    CiHouse.UPDATE,
                    new UpdateCiPolicy(
                        ci.house.owner, "seller/api", policy.id(), CiHouse.open("staging")))
                .kind())
        .isEqualTo(Kind.CONFLICT);

    ci.house.ask(
        CiHouse.CREATE,
        new sh.keyway.contracts.secrets.CreateCiPolicy(
            ci.house.owner, "seller/api", CiHouse.open("staging")));
    assertThat(ci.issue(ci.run(repository).sign()).environments()).containsExactly("staging");
  }

  @Test
  void aReplayedTokenIsRefusedAndRecorded() throws Exception {
    GitHubRepository repository = ci.vault("replay", "api");
    ci.policy(repository, CiHouse.open("staging"));
    String oidc = ci.run(repository).sign();
    CiTokenIssued token = ci.issue(oidc);

    assertThat(ci.refusal(oidc))
        .isEqualTo(Problem.of(Kind.UNAUTHORIZED, "The OIDC token was used before"));
    assertThat(
            ci.house.rows(
                """
                select refused, count(*) from activities where vault_id = '%s'
                and action = 'ci_token_issued' group by 1 order by 1
                """
                    .formatted(token.vaultId())))
        .containsExactly("f 1", "t 1");
  }

  @Test
  void twentyReplaysAtOnceMakeOneToken() throws Exception {
    GitHubRepository repository = ci.vault("race", "api");
    ci.policy(repository, CiHouse.open("staging"));
    String oidc = ci.run(repository).sign();

    List<Future<CiTokenIssued>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(ci.house.rooms.call(SecretsRoom.EXCHANGE_OIDC, CiHouse.exchange(oidc)));
    }
    SecretsHouse.await(Future.join(all).otherwiseEmpty());

    assertThat(all.stream().filter(Future::succeeded)).hasSize(1);
    assertThat(all.stream().filter(Future::failed))
        .hasSize(19)
        .allSatisfy(loser ->
            assertThat(((ProblemException) loser.cause()).problem().kind())
                .isEqualTo(Kind.UNAUTHORIZED));
  }

  @Test
  void whatGitHubDidNotSignForUsIsRefused() throws Exception {
    GitHubRepository repository = ci.vault("forged", "api");
    ci.policy(repository, CiHouse.open("staging"));

    for (String bad :
        List.of(
            ci.run(repository).audience("https://other.example.com").sign(),
            ci.run(repository).expiresIn(Duration.ofMinutes(-5)).sign(),
            ci.run(repository).forge(),
            ci.run(repository).unsigned(),
            ci.run(repository).expiresIn(Duration.ofDays(2)).sign(),
            "nonsense")) {
      assertThat(ci.refusal(bad).kind()).isEqualTo(Kind.UNAUTHORIZED);
    }
    assertThat(
            ci.house.rows(
                """
                select count(*) from ci_tokens t join vaults v on v.id = t.vault_id
                where v.repo_full_name = 'forged/api'
                """))
        .containsExactly("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pull_request",
        "pull_request_target",
        "pull_request_review",
        "issue_comment",
        "workflow_run",
        "issues",
        "an_event_of_next_year"
      })
  void aRunThatAStrangersForkCanCauseIsRefusedUnlessNamed(String event) throws Exception {
    String name = event.replace('_', '-');
    GitHubRepository repository = ci.vault("fork-" + name, "api");
    CiPolicyView policy = ci.policy(repository, CiHouse.open("staging"));

    assertThat(ci.refusal(ci.run(repository).event(event).ref("refs/pull/1/merge").sign()))
        .isEqualTo(NOT_ALLOWED);
    CiRules named =
        new CiRules(List.of("staging"), List.of(), List.of(), List.of(), List.of(event));
    ci.house.ask(
        CiHouse.UPDATE,
        new UpdateCiPolicy(ci.house.owner, repository.fullName(), policy.id(), named));

    assertThat(ci.issue(ci.run(repository).event(event).sign()).environments())
        .containsExactly("staging");
    assertThat(ci.refusal(ci.run(repository).event("push").sign())).isEqualTo(NOT_ALLOWED);
  }

  @Test
  void aRunAfterARenameNobodyToldOfGoesOn() throws Exception {
    GitHubRepository repository = ci.vault("renamed", "old");
    ci.policy(repository, CiHouse.open("staging"));
    repository.rename("New");

    CiTokenIssued token = ci.issue(ci.run(repository).sign());

    assertThat(token.repository()).isEqualTo("renamed/New");
    assertThat(ci.pull(token, "staging")).isEqualTo("A=staging");
  }

  @Test
  void somebodyGivesTheVaultItsFormerNameByATokenOfThen() throws Exception {
    GitHubRepository repository = ci.vault("former", "api");
    ci.policy(repository, CiHouse.open("staging"));

    CiTokenIssued token =
        ci.issue(
            ci.run(repository)
                .claim("repository", "former/before")
                .claim("iat", Instant.now().minusSeconds(120).getEpochSecond())
                .sign());

    assertThat(token.repository()).isEqualTo("former/api");
  }

  @Test
  void aTokenThatHadEndedIsNotRevokedOnceMore() throws Exception {
    GitHubRepository repository = ci.vault("spent", "api");
    CiPolicyView policy = ci.policy(repository, CiHouse.open("staging"));
    CiTokenIssued ended = ci.issue(ci.run(repository).sign());
    CiTokenIssued good = ci.issue(ci.run(repository).sign());
    ci.house.execute(
        "update ci_tokens set expires_at = now() - interval '1 second' where id = '%s'"
            .formatted(ended.tokenId()));

    ci.house.ask(CiHouse.DELETE, new DeleteCiPolicy(ci.house.owner, "spent/api", policy.id()));

    assertThat(
            ci.house.rows(
                "select id from ci_tokens where revoked_at is not null and vault_id = '%s'"
                    .formatted(good.vaultId())))
        .containsExactly(good.tokenId().toString());
  }

  @Test
  void somebodyTakesTheNameOfAnothersVaultByARename() throws Exception {
    GitHubRepository repository = ci.vault("thief", "mine");
    GitHubRepository other = ci.vault("thief", "theirs");
    ci.policy(repository, CiHouse.open("staging"));

    CiTokenIssued token = ci.issue(ci.run(repository).claim("repository", other.fullName()).sign());

    assertThat(token.repository()).isEqualTo("thief/mine");
    assertThat(
            ci.house.rows("select repo_full_name from vaults where forge_repo_id = " + other.id()))
        .containsExactly("thief/theirs");
  }

  @Test
  void everyConditionOfAPolicyMustFit() throws Exception {
    GitHubRepository repository = ci.vault("cond", "api");
    ci.policy(
        repository,
        new CiRules(
            List.of("production"),
            List.of("refs/heads/main", "refs/tags/v*"),
            List.of("live"),
            List.of("deploy"),
            List.of()));

    assertThat(ci.issue(ci.run(repository).environment("live").sign()).environments())
        .containsExactly("production");
    assertThat(
            ci.issue(ci.run(repository).ref("refs/tags/v1.2").environment("live").sign())
                .environments())
        .containsExactly("production");
    assertThat(ci.refusal(ci.run(repository).sign())).isEqualTo(NOT_ALLOWED);
    assertThat(ci.refusal(ci.run(repository).environment("test").sign())).isEqualTo(NOT_ALLOWED);
    assertThat(ci.refusal(ci.run(repository).ref("refs/heads/main2").environment("live").sign()))
        .isEqualTo(NOT_ALLOWED);
    assertThat(ci.refusal(ci.run(repository).ref("refs/tags/1.2").environment("live").sign()))
        .isEqualTo(NOT_ALLOWED);
    assertThat(
            ci.refusal(ci.run(repository).environment("live").workflow("test", "test.yml").sign()))
        .isEqualTo(NOT_ALLOWED);
  }

  @Test
  void aWorkflowNamedLikeAReferenceIsNotThatWorkflow() throws Exception {
    GitHubRepository repository = ci.vault("named", "api");
    String reference = "named/api/.github/workflows/deploy.yml@refs/heads/main";
    ci.policy(
        repository,
        new CiRules(List.of("production"), List.of(), List.of(), List.of(reference), List.of()));

    assertThat(ci.issue(ci.run(repository).sign()).environments()).containsExactly("production");
    assertThat(
            ci.refusal(
                ci.run(repository).ref("refs/heads/x").workflow(reference, "evil.yml").sign()))
        .isEqualTo(NOT_ALLOWED);
  }

  @Test
  void anEnvironmentThatBecomesProtectedIsClosedToPoliciesWithoutCondition() throws Exception {
    GitHubRepository repository = ci.vault("later", "api");
    ci.policy(repository, CiHouse.open("development", "staging"));
    CiTokenIssued before = ci.issue(ci.run(repository).sign());
    ci.pull(before, "staging");

    ci.house.execute(
        """
        update environments set type = 'protected', policy_revision = policy_revision + 1
        where name = 'staging' and vault_id = '%s'
        """
            .formatted(before.vaultId()));

    assertThat(ci.refusedPull(before, "later/api", "staging").kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(ci.refusedPull(before, "later/api", "staging").kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(ci.issue(ci.run(repository).sign()).environments()).containsExactly("development");
  }

  @Test
  void aPullTokenIsGoodForNothingElse() throws Exception {
    GitHubRepository repository = ci.vault("only", "api");
    ci.policy(repository, CiHouse.open("staging"));
    GitHubRepository other = ci.vault("only", "other");
    ci.policy(other, CiHouse.open("staging"));
    CiTokenIssued token = ci.issue(ci.run(repository).sign());
    Caller caller = CiHouse.caller(token);

    for (int i = 0; i < 4; i++) {
      assertThat(ci.pull(token, "staging")).isEqualTo("A=staging");
    }
    assertThat(ci.refusedPull(token, "only/api", "production").detail())
        .isEqualTo("The workflow's token is not for the \"production\" environment");
    assertThat(ci.refusedPull(token, "only/api", "nowhere").kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(ci.refusedPull(token, "only/other", "staging").detail())
        .isEqualTo("The workflow's token is for another repository");
    assertThat(ci.refusedPull(token, "no/where", "staging").detail())
        .isEqualTo("The workflow's token is for another repository");
    assertThat(
            List.of(
                ci.house.refusal(
                    SecretsRoom.PUSH,
                    new Push(caller, "only/api", "staging", Map.of("A", "2"), false)),
                ci.house.refusal(
                    SecretsRoom.VIEW, new ViewSecret(caller, "only/api", "staging", "A")),
                ci.house.refusal(SecretsRoom.LIST_VAULTS, new ListVaults(caller, 10, 0)),
                ci.house.refusal(SecretsRoom.SHOW_EFFECTIVE, new ShowEffective(caller, "only/api")),
                ci.house.refusal(
                    SecretsRoom.CREATE_API_KEY,
                    new CreateApiKey(
                        caller, null, "k", "live", Set.of(Scope.READ_SECRETS), null, List.of()))))
        .extracting(Problem::kind)
        .containsOnly(Kind.FORBIDDEN);
    assertThat(ci.pull(token, "staging")).isEqualTo("A=staging");
  }

  @Test
  void aMadeUpPullTokenIsNone() throws Exception {
    GitHubRepository repository = ci.vault("made-up", "api");
    ci.policy(repository, CiHouse.open("staging"));
    CiTokenIssued real = ci.issue(ci.run(repository).sign());
    CiTokenIssued invented =
        new CiTokenIssued(
            UUID.randomUUID(),
            real.vaultId(),
            real.repository(),
            real.environments(),
            real.runId(),
            real.actor(),
            real.expiresAt());

    assertThat(ci.refusedPull(invented, "made-up/api", "staging").kind())
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void aRemovedPolicyRevokesItsTokensAtOnce() throws Exception {
    GitHubRepository repository = ci.vault("gone", "api");
    CiPolicyView policy = ci.policy(repository, CiHouse.open("staging"));
    CiTokenIssued token = ci.issue(ci.run(repository).sign());
    for (int i = 0; i < 4; i++) {
      ci.pull(token, "staging");
    }

    ci.house.ask(CiHouse.DELETE, new DeleteCiPolicy(ci.house.owner, "gone/api", policy.id()));

    for (int i = 0; i < 4; i++) {
      assertThat(ci.refusedPull(token, "gone/api", "staging").kind()).isEqualTo(Kind.UNAUTHORIZED);
    }
    assertThat(ci.refusal(ci.run(repository).sign())).isEqualTo(NOT_ALLOWED);
  }

  @Test
  void noTokenOutlivesAPolicyRemovedWhileItIsMade() throws Exception {
    GitHubRepository repository = ci.vault("beside", "api");
    for (int round = 0; round < 10; round++) {
      CiPolicyView policy = ci.policy(repository, CiHouse.open("staging"));
      List<Future<CiTokenIssued>> issued = new ArrayList<>();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String oidc = ci.run(repository).sign();
        Future<CiTokenIssued> one =
            ci.house.rooms.call(SecretsRoom.EXCHANGE_OIDC, CiHouse.exchange(oidc));
        issued.add(one);
        all.add(one);
        if (i == 2) {
          all.add(
              ci.house.rooms.call(
                  CiHouse.DELETE, new DeleteCiPolicy(ci.house.owner, "beside/api", policy.id())));
        }
      }
      SecretsHouse.await(Future.join(all).otherwiseEmpty());

      for (Future<CiTokenIssued> one : issued) {
        if (one.succeeded()) {
          assertThat(ci.refusedPull(one.result(), "beside/api", "staging").kind())
              .isEqualTo(Kind.UNAUTHORIZED);
        }
      }
    }
  }

  @Test
  void anEndedTokenIsRefusedHoweverWarm() throws Exception {
    GitHubRepository repository = ci.vault("ended", "api");
    ci.policy(repository, CiHouse.open("staging"));
    CiTokenIssued token = ci.issue(ci.run(repository).sign());
    ci.pull(token, "staging");

    ci.house.execute(
        "update ci_tokens set expires_at = now() where id = '%s'".formatted(token.tokenId()));

    assertThat(ci.refusedPull(token, "ended/api", "staging").kind()).isEqualTo(Kind.UNAUTHORIZED);
  }
}
