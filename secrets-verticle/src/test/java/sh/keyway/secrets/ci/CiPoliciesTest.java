package sh.keyway.secrets.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.FieldError;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.CiPolicyView;
import sh.keyway.contracts.secrets.CiRules;
import sh.keyway.contracts.secrets.CreateCiPolicy;
import sh.keyway.contracts.secrets.DeleteCiPolicy;
import sh.keyway.contracts.secrets.ListCiPolicies;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.UpdateCiPolicy;
import sh.keyway.testkit.github.GitHubRepository;

/** Who may say which workflow runs may pull, and what they may say. */
class CiPoliciesTest {
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
  void policiesAreMadeListedChangedAndDeleted() throws Exception {
    GitHubRepository repository = ci.vault("crud", "api");
    CiRules rules =
        new CiRules(
            List.of("production"),
            List.of("refs/heads/main"),
            List.of("live"),
            List.of("deploy"),
            List.of("push"));
    CiPolicyView first = ci.policy(repository, rules);
    CiPolicyView second = ci.policy(repository, CiHouse.open("staging"));
    assertThat(first.rules()).isEqualTo(rules);
    assertThat(first.active()).isTrue();
    assertThat(list("crud/api")).containsExactly(first, second);

    CiPolicyView changed =
        ci.house.ask(
            CiHouse.UPDATE,
            new UpdateCiPolicy(
                ci.house.owner, "crud/api", second.id(), CiHouse.open("development")));
    ci.house.ask(CiHouse.DELETE, new DeleteCiPolicy(ci.house.owner, "crud/api", first.id()));

    assertThat(list("crud/api")).containsExactly(changed);
    assertThat(changed.rules()).isEqualTo(CiHouse.open("development"));
    assertThat(
            ci.house.rows(
                """
                select a.metadata->>'change', a.metadata->>'environments', a.metadata->>'refs'
                from activities a join vaults v on v.id = a.vault_id
                where v.repo_full_name = 'crud/api' and a.action = 'ci_policy_changed' order by a.id
                """))
        .containsExactly(
            "ci_policy_created production refs/heads/main",
            "ci_policy_created staging ",
            "ci_policy_updated development ",
            "ci_policy_deleted production refs/heads/main");
  }

  @Test
  void aProtectedEnvironmentNeedsACondition() throws Exception {
    GitHubRepository repository = ci.vault("guard", "api");
    for (CiRules bare :
        List.of(
            CiHouse.open("staging", "production"),
            CiHouse.onRefs(List.of("staging", "production"), "*"),
            CiHouse.onRefs(List.of("staging", "production"), "refs/heads/main", "*"),
            CiHouse.onRefs(List.of("staging", "production"), "refs/heads/*"),
            CiHouse.onRefs(List.of("staging", "production"), "refs/tags/*"),
            CiHouse.onRefs(List.of("staging", "production"), "refs/pull/*"),
            CiHouse.onRefs(List.of("staging", "production"), "refs/h*"),
            CiHouse.onRefs(List.of("staging", "production"), "refs/heads/main", "refs/tags/*"),
            workflows("deploy"),
            workflows("guard/api/.github/workflows/d.yml@refs/heads/main", "deploy"),
            new CiRules(
                List.of("staging", "production"),
                List.of(),
                List.of(),
                List.of(),
                List.of("push")))) {
      Problem refusal =
          ci.house.refusal(
              CiHouse.CREATE, new CreateCiPolicy(ci.house.owner, repository.fullName(), bare));
      assertThat(refusal.kind()).isEqualTo(Kind.VALIDATION_ERROR);
      assertThat(refusal.errors()).extracting(FieldError::field).containsExactly("environments.1");
    }
    assertThat(list("guard/api")).isEmpty();

    ci.policy(repository, workflows("guard/api/.github/workflows/d.yml@refs/heads/main"));
    ci.policy(repository, CiHouse.onRefs(List.of("production"), "refs/heads/release/*"));
    assertThat(list("guard/api")).hasSize(2);
  }

  private static CiRules workflows(String... workflows) {
    return new CiRules(
        List.of("staging", "production"), List.of(), List.of(), List.of(workflows), List.of());
  }

  @Test
  void environmentsMustExist() throws Exception {
    GitHubRepository repository = ci.vault("exist", "api");

    Problem refusal =
        ci.house.refusal(
            CiHouse.CREATE,
            new CreateCiPolicy(
                ci.house.owner, repository.fullName(), CiHouse.open("qa", "staging", "prod")));

    assertThat(refusal.errors())
        .extracting(FieldError::field)
        .containsExactly("environments.0", "environments.2");
  }

  @Test
  void onlyAdminsSeeAndChangeThem() throws Exception {
    GitHubRepository repository = ci.vault("admins", "api");
    CiPolicyView policy = ci.policy(repository, CiHouse.open("staging"));
    Caller member = ci.house.member("ci-member", "x/y", Role.READ);
    Principal.Session session = (Principal.Session) member.principal();
    ci.roles.put(session.userId(), Role.MAINTAIN);

    assertThat(
            List.of(
                ci.house.refusal(CiHouse.LIST, new ListCiPolicies(member, "admins/api")),
                ci.house.refusal(
                    CiHouse.CREATE,
                    new CreateCiPolicy(member, "admins/api", CiHouse.open("development"))),
                ci.house.refusal(
                    CiHouse.UPDATE,
                    new UpdateCiPolicy(
                        member, "admins/api", policy.id(), CiHouse.open("development"))),
                ci.house.refusal(
                    CiHouse.DELETE, new DeleteCiPolicy(member, "admins/api", policy.id()))))
        .containsOnly(Problem.of(Kind.FORBIDDEN, "Only repository admins can perform this action"));
    ci.roles.remove(session.userId());
    assertThat(ci.house.refusal(CiHouse.LIST, new ListCiPolicies(member, "admins/api")))
        .isEqualTo(Problem.of(Kind.NOT_FOUND, "Vault not found"));
    assertThat(list("admins/api")).containsExactly(policy);
    assertThat(
            ci.house.rows(
                """
                select count(*) from activities a join vaults v on v.id = a.vault_id where
                v.repo_full_name = 'admins/api' and a.refused and a.action = 'ci_policy_changed'
                """))
        .containsExactly("5");
  }

  @Test
  void aPolicyOfAnotherVaultIsNotChangedByItsId() throws Exception {
    GitHubRepository theirs = ci.vault("bound", "theirs");
    GitHubRepository mine = ci.vault("bound", "mine");
    CiPolicyView policy = ci.policy(theirs, CiHouse.open("staging"));

    assertThat(
            ci.house
                .refusal(
                    CiHouse.UPDATE,
                    new UpdateCiPolicy(
                        ci.house.owner, mine.fullName(), policy.id(), CiHouse.open("development")))
                .kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(
            ci.house
                .refusal(
                    CiHouse.DELETE,
                    new DeleteCiPolicy(ci.house.owner, mine.fullName(), policy.id()))
                .kind())
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(list("bound/theirs")).containsExactly(policy);
  }

  @Test
  void onlyVaultsOnGitHubWithAKnownOwnerHaveThem() throws Exception {
    ci.house.vault("local/api");
    assertThat(
            ci.house.refusal(
                SecretsRoom.CREATE_CI_POLICY,
                new CreateCiPolicy(ci.house.owner, "local/api", CiHouse.open("staging"))))
        .isEqualTo(
            Problem.of(
                Kind.BAD_REQUEST,
                "Workflow runs can pull only from vaults of repositories on GitHub"));
    GitHubRepository repository = ci.vault("unknown", "api");
    ci.house.execute(
        "update vaults set forge_owner_id = null where repo_full_name = 'unknown/api'");

    assertThat(
            ci.house
                .refusal(
                    CiHouse.CREATE,
                    new CreateCiPolicy(
                        ci.house.owner, repository.fullName(), CiHouse.open("staging")))
                .kind())
        .isEqualTo(Kind.BAD_REQUEST);
  }

  @Test
  void aVaultHasABoundedNumberOfThem() throws Exception {
    GitHubRepository repository = ci.vault("many", "api");
    for (int i = 0; i < CiPolicies.MOST; i++) {
      ci.policy(repository, CiHouse.open("staging"));
    }

    assertThat(
            ci.house
                .refusal(
                    CiHouse.CREATE,
                    new CreateCiPolicy(
                        ci.house.owner, repository.fullName(), CiHouse.open("staging")))
                .kind())
        .isEqualTo(Kind.CONFLICT);
  }

  private static List<CiPolicyView> list(String repository) throws Exception {
    return ci.house.ask(CiHouse.LIST, new ListCiPolicies(ci.house.owner, repository)).policies();
  }
}
