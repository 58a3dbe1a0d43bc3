package sh.keyway.secrets.permission;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.secrets.CreateOverride;
import sh.keyway.contracts.secrets.DeleteOverride;
import sh.keyway.contracts.secrets.ListOverrides;
import sh.keyway.contracts.secrets.OverrideView;
import sh.keyway.contracts.secrets.ResetOverrides;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.UpdateOverride;
import sh.keyway.secrets.SecretsHouse;

/** Exceptions to the matrix: who may make them, whom they concern, and from when they hold. */
class OverridesTest {
  private static final String TAKEN =
      "A permission override already exists for this vault, environment, and target";

  private static SecretsHouse house;

  @BeforeAll
  static void open() throws Exception {
    house = SecretsHouse.openRoomy(2);
  }

  @AfterAll
  static void close() throws Exception {
    house.close();
  }

  @Test
  void anOverrideHoldsForTheVeryNextRequestOnEveryNode() throws Exception {
    vault("holds/repo");
    Caller reader = house.member("holds-reader", "holds/repo", Role.READ);
    assertThat(refusedPull(reader, "holds/repo").kind()).isEqualTo(Kind.FORBIDDEN);

    OverrideView made = create("holds/repo", "production", Role.READ, true, false);
    for (int i = 0; i < 4; i++) {
      assertThat(house.text(reader, "holds/repo", "production")).isEqualTo("A=1");
    }
    house.ask(
        SecretsRoom.UPDATE_OVERRIDE,
        new UpdateOverride(house.owner, "holds/repo", made.id(), false, null));
    for (int i = 0; i < 4; i++) {
      assertThat(refusedPull(reader, "holds/repo").kind()).isEqualTo(Kind.FORBIDDEN);
    }
    house.ask(
        SecretsRoom.UPDATE_OVERRIDE,
        new UpdateOverride(house.owner, "holds/repo", made.id(), true, null));
    house.pull(reader, "holds/repo", "production");
    house.ask(
        SecretsRoom.DELETE_OVERRIDE, new DeleteOverride(house.owner, "holds/repo", made.id()));
    for (int i = 0; i < 4; i++) {
      assertThat(refusedPull(reader, "holds/repo").kind()).isEqualTo(Kind.FORBIDDEN);
    }
  }

  @Test
  void theMostParticularOverrideDecides() throws Exception {
    vault("order/repo");
    Caller writer = house.member("order-writer", "order/repo", Role.WRITE);
    create("order/repo", "*", Role.WRITE, false, false);
    assertThat(refusedPull(writer, "order/repo").kind()).isEqualTo(Kind.FORBIDDEN);
    create("order/repo", "production", Role.WRITE, true, false);
    house.pull(writer, "order/repo", "production");
    forUser("order/repo", "*", userId(writer), false, false);
    assertThat(refusedPull(writer, "order/repo").kind()).isEqualTo(Kind.FORBIDDEN);
    forUser("order/repo", "production", userId(writer), true, true);
    house.push(writer, "order/repo", "production", Map.of("A", "2"));

    assertThat(house.text(writer, "order/repo", "production")).isEqualTo("A=2");
  }

  @Test
  void anAdminLockedOutOfSecretsStillManagesOverrides() throws Exception {
    vault("locked/repo");
    Caller admin = house.member("locked-admin", "locked/repo", Role.ADMIN);
    OverrideView lock =
        house.ask(
            SecretsRoom.CREATE_OVERRIDE,
            new CreateOverride(admin, "locked/repo", "*", null, Role.ADMIN, false, false));
    assertThat(refusedPull(admin, "locked/repo").kind()).isEqualTo(Kind.FORBIDDEN);

    house.ask(SecretsRoom.DELETE_OVERRIDE, new DeleteOverride(admin, "locked/repo", lock.id()));

    assertThat(house.text(admin, "locked/repo", "production")).isEqualTo("A=1");
  }

  @Test
  void aReaderWhoGrantsThemselvesIsRefusedAndRecorded() throws Exception {
    UUID vault = vault("grab/repo");
    for (Role role : List.of(Role.READ, Role.TRIAGE, Role.WRITE, Role.MAINTAIN)) {
      Caller member = house.member("grab-" + role.wire(), "grab/repo", role);
      Problem refusal =
          house.refusal(
              SecretsRoom.CREATE_OVERRIDE,
              new CreateOverride(member, "grab/repo", "*", userId(member), null, true, true));
      assertThat(refusal)
          .isEqualTo(
              Problem.of(
                  Kind.FORBIDDEN,
                  "Only organization owners or repository admins can manage permissions"));
      assertThat(refused(SecretsRoom.RESET_OVERRIDES, new ResetOverrides(member, "grab/repo")))
          .isEqualTo(Kind.FORBIDDEN);
    }

    assertThat(house.ask(SecretsRoom.LIST_OVERRIDES, list("grab/repo")).overrides()).isEmpty();
    assertThat(
            house.rows(
                "select metadata->>'change', count(*) from activities where action ="
                    + " 'permission_changed' and refused and vault_id = '%s' group by 1 order by 1"
                        .formatted(vault)))
        .containsExactly("override_created 4", "overrides_reset 4");
  }

  @Test
  void aStrangerLearnsNotWhetherThereIsAVault() throws Exception {
    UUID vault = vault("hidden/repo");
    Caller stranger = house.member("hidden-stranger", "else/where", Role.ADMIN);

    for (String name : List.of("hidden/repo", "hidden/none")) {
      assertThat(
              house.refusal(
                  SecretsRoom.CREATE_OVERRIDE,
                  new CreateOverride(stranger, name, "*", null, Role.READ, true, true)))
          .isEqualTo(Problem.of(Kind.NOT_FOUND, "Vault not found"));
      assertThat(house.refusal(SecretsRoom.LIST_OVERRIDES, new ListOverrides(stranger, name)))
          .isEqualTo(Problem.of(Kind.NOT_FOUND, "Vault not found"));
    }
    assertThat(
            house.rows(
                "select count(*) from activities where refused and vault_id = '%s'"
                    .formatted(vault)))
        .containsExactly("1");
  }

  @Test
  void anOverrideOfAnotherVaultIsNotChangedByItsId() throws Exception {
    vault("bound/theirs");
    vault("bound/mine");
    OverrideView theirs = create("bound/theirs", "production", Role.READ, false, false);
    Caller admin = house.member("bound-admin", "bound/mine", Role.ADMIN);

    assertThat(
            house.refusal(
                SecretsRoom.UPDATE_OVERRIDE,
                new UpdateOverride(admin, "bound/mine", theirs.id(), true, true)))
        .isEqualTo(Problem.of(Kind.NOT_FOUND, "Permission override not found"));
    assertThat(
            house.refusal(
                SecretsRoom.DELETE_OVERRIDE, new DeleteOverride(admin, "bound/mine", theirs.id())))
        .isEqualTo(Problem.of(Kind.NOT_FOUND, "Permission override not found"));
    house.ask(SecretsRoom.RESET_OVERRIDES, new ResetOverrides(admin, "bound/mine"));

    assertThat(house.ask(SecretsRoom.LIST_OVERRIDES, list("bound/theirs")).overrides())
        .containsExactly(theirs);
  }

  @Test
  void aDuplicateIsRefusedWhateverItAllows() throws Exception {
    vault("twice/repo");
    Caller member = house.member("twice-member", "twice/repo", Role.READ);
    create("twice/repo", "production", Role.READ, true, false);
    forUser("twice/repo", "production", userId(member), true, false);

    assertThat(
            house.refusal(
                SecretsRoom.CREATE_OVERRIDE,
                new CreateOverride(
                    house.owner, "twice/repo", "production", null, Role.READ, false, true)))
        .isEqualTo(Problem.of(Kind.CONFLICT, TAKEN));
    assertThat(
            house.refusal(
                SecretsRoom.CREATE_OVERRIDE,
                new CreateOverride(
                    house.owner, "twice/repo", "production", userId(member), null, true, true)))
        .isEqualTo(Problem.of(Kind.CONFLICT, TAKEN));
    assertThat(house.ask(SecretsRoom.LIST_OVERRIDES, list("twice/repo")).overrides()).hasSize(2);
  }

  @Test
  void twoAtOnceMakeOne() throws Exception {
    vault("race/repo");
    for (int round = 0; round < 5; round++) {
      List<Future<OverrideView>> both = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        both.add(
            house.rooms.call(
                SecretsRoom.CREATE_OVERRIDE,
                new CreateOverride(
                    house.owner, "race/repo", "env-" + round, null, Role.READ, i == 0, i == 1)));
      }
      SecretsHouse.await(Future.join(both).otherwiseEmpty());

      assertThat(both.stream().filter(Future::succeeded)).hasSize(1);
      assertThat(both.stream().filter(Future::failed))
          .singleElement()
          .satisfies(loser ->
              assertThat(((ProblemException) loser.cause()).problem())
                  .isEqualTo(Problem.of(Kind.CONFLICT, TAKEN)));
    }
  }

  @Test
  void changesBesidePushesNeitherBlockNorFailThem() throws Exception {
    vault("busy/repo");
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(
          house.rooms.call(
              SecretsRoom.PUSH,
              new sh.keyway.contracts.secrets.Push(
                  house.owner, "busy/repo", "production", Map.of("A", "p" + i), false)));
      all.add(
          house.rooms.call(
              SecretsRoom.CREATE_OVERRIDE,
              new CreateOverride(
                  house.owner, "busy/repo", "env-" + i, null, Role.READ, true, false)));
    }

    SecretsHouse.await(Future.all(all));

    assertThat(house.ask(SecretsRoom.LIST_OVERRIDES, list("busy/repo")).overrides()).hasSize(6);
  }

  @Test
  void aUserOutsideTheVaultWhoIsMadeTargetStillGetsNothing() throws Exception {
    vault("target/repo");
    Caller stranger = house.member("target-stranger", "else/target", Role.ADMIN);

    forUser("target/repo", "*", userId(stranger), true, true);

    assertThat(refusedPull(stranger, "target/repo").kind()).isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void aTargetMustBeAUserOfTheVaultsForge() throws Exception {
    vault("forge/repo");
    UUID other = UUID.randomUUID();
    house.execute(
        "insert into users (id, forge, forge_user_id, username) values ('%s', 'github', 77, 'x')"
            .formatted(other));

    for (UUID target : List.of(other, UUID.randomUUID())) {
      assertThat(
              house.refusal(
                  SecretsRoom.CREATE_OVERRIDE,
                  new CreateOverride(house.owner, "forge/repo", "*", target, null, true, true)))
          .isEqualTo(Problem.of(Kind.BAD_REQUEST, "Target user not found"));
    }
    assertThat(house.ask(SecretsRoom.LIST_OVERRIDES, list("forge/repo")).overrides()).isEmpty();
  }

  @Test
  void aVaultHasABoundedNumberOfThem() throws Exception {
    UUID vault = vault("many/repo");
    house.execute(
        "insert into permission_overrides (vault_id, environment, target_role, can_read, can_write)"
            + " select '%s', 'env-' || n, 'read', true, true from generate_series(1, %d) n"
                .formatted(vault, Overrides.MOST));

    Problem full =
        house.refusal(
            SecretsRoom.CREATE_OVERRIDE,
            new CreateOverride(house.owner, "many/repo", "one-more", null, Role.READ, true, true));

    assertThat(full)
        .isEqualTo(Problem.of(Kind.CONFLICT, "A vault has at most 1000 permission overrides"));
    house.ask(SecretsRoom.RESET_OVERRIDES, new ResetOverrides(house.owner, "many/repo"));
    assertThat(house.ask(SecretsRoom.LIST_OVERRIDES, list("many/repo")).overrides()).isEmpty();
  }

  @Test
  void everyChangeIsInTheAuditWithWhatItWas() throws Exception {
    UUID vault = vault("audit/repo");
    Caller member = house.member("audit-member", "audit/repo", Role.READ);
    OverrideView made = forUser("audit/repo", "staging", userId(member), true, false);
    house.ask(
        SecretsRoom.UPDATE_OVERRIDE,
        new UpdateOverride(house.owner, "audit/repo", made.id(), null, true));
    house.ask(
        SecretsRoom.DELETE_OVERRIDE, new DeleteOverride(house.owner, "audit/repo", made.id()));
    house.ask(SecretsRoom.RESET_OVERRIDES, new ResetOverrides(house.owner, "audit/repo"));

    assertThat(
            house.rows(
                """
                select metadata->>'change', metadata->>'environment', metadata->>'targetUsername',
                  metadata->>'canRead', metadata->>'canWrite', metadata->>'deleted'
                from activities
                where action = 'permission_changed' and not refused and vault_id = '%s' order by id
                """
                    .formatted(vault)))
        .containsExactly(
            "override_created staging audit-member true false null",
            "override_updated staging audit-member true true null",
            "override_deleted staging audit-member true true null",
            "overrides_reset null null null null 0");
  }

  @Test
  void listsShowWhomTheyAreForNewestFirst() throws Exception {
    vault("list/repo");
    Caller member = house.member("list-member", "list/repo", Role.READ);
    OverrideView first = create("list/repo", "*", Role.TRIAGE, true, false);
    OverrideView second = forUser("list/repo", "production", userId(member), false, false);

    List<OverrideView> seen =
        house.ask(SecretsRoom.LIST_OVERRIDES, new ListOverrides(member, "LIST/repo")).overrides();

    assertThat(seen).containsExactly(second, first);
    assertThat(second.targetUser())
        .isEqualTo(new OverrideView.Person(userId(member), "list-member", null));
    assertThat(second.createdBy())
        .isEqualTo(new OverrideView.Person(userId(house.owner), "owner", null));
    assertThat(first.targetRole()).isEqualTo(Role.TRIAGE);
    assertThat(first.targetUser()).isNull();
  }

  private static UUID vault(String repository) throws Exception {
    UUID id = house.vault(repository);
    house.push(house.owner, repository, "production", Map.of("A", "1"));
    return id;
  }

  private static OverrideView create(
      String repository, String environment, Role role, boolean read, boolean write)
      throws Exception {
    return override(repository, environment, null, role, read, write);
  }

  private static OverrideView forUser(
      String repository, String environment, UUID user, boolean read, boolean write)
      throws Exception {
    return override(repository, environment, user, null, read, write);
  }

  private static OverrideView override(
      String repository,
      String environment,
      @Nullable UUID user,
      @Nullable Role role,
      boolean read,
      boolean write)
      throws Exception {
    return house.ask(
        SecretsRoom.CREATE_OVERRIDE,
        new CreateOverride(house.owner, repository, environment, user, role, read, write));
  }

  private static ListOverrides list(String repository) {
    return new ListOverrides(house.owner, repository);
  }

  private static Problem refusedPull(Caller caller, String repository) throws Exception {
    return house.refusal(SecretsRoom.PULL, SecretsHouse.pulling(caller, repository, "production"));
  }

  private static <Q extends Record, A extends Record> Kind refused(
      sh.keyway.contracts.bus.Operation<Q, A> operation, Q request) throws Exception {
    return house.refusal(operation, request).kind();
  }

  private static UUID userId(Caller caller) {
    return switch (caller.principal()) {
      case Principal.Session session -> session.userId();
      case Principal.ApiKey key -> key.userId();
      default -> throw new AssertionError(caller.principal());
    };
  }
}
