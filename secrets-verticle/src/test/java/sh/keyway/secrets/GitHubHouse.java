package sh.keyway.secrets;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.SecretsConfig.GitHubRules;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;
import sh.keyway.testkit.github.Installation;

/**
 * A secrets room whose preferred forge is a fake GitHub, where the App is installed on an
 * organisation. Time passes for the age of roles only, and only when told to.
 */
@SuppressWarnings("try") // waiting may be interrupted, in tests too
public final class GitHubHouse implements AutoCloseable {

  public final FakeGitHub github = FakeGitHub.start();
  public final GitHubOrganization acme = github.organization("acme").basePermission(null);
  public final Installation installation = github.app().installOn(acme);
  public final GitHubUser olga = github.user("olga");
  public final Clock clock = new Clock();
  public final SecretsHouse house;
  public final BusTap bus;

  /** Who owns the organisation. */
  public final Caller owner;

  private final SecretsConfig config;

  /** Real time, and what has been added to it. */
  public static final class Clock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    public void pass(Duration time) {
      ahead = ahead.plus(time);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }
  }

  private GitHubHouse(TestDatabase database, int port) throws Exception {
    SecretsConfig usual = SecretsHouse.roomy(database, port);
    config =
        new SecretsConfig(
            usual.host(),
            usual.port(),
            usual.database(),
            usual.user(),
            usual.password(),
            usual.tls(),
            usual.caFile(),
            usual.environmentBytes(),
            usual.environmentKeys(),
            GitHubRules.usual(github.apiUrl(), github.installUrl()));
    house = SecretsHouse.open(database, config, clock, BesideGitHub.connect(github));
    bus = new BusTap(house.vertx);
    acme.owner(olga);
    owner = signedIn(olga);
  }

  public static GitHubHouse open() throws Exception {
    TestDatabase database = TestPostgres.freshMigratedDatabase();
    return new GitHubHouse(database, database.application().port());
  }

  /** With something between the room and the database. */
  public static GitHubHouse open(TestDatabase database, int port) throws Exception {
    return new GitHubHouse(database, port);
  }

  /** Another node on the same database; to be closed first. */
  public SecretsHouse anotherNode() throws Exception {
    return SecretsHouse.open(house.database, config, clock, BesideGitHub.connect(github));
  }

  /** More instances in the same process. */
  public void anotherInstance() throws Exception {
    SecretsHouse.await(house.vertx.deployVerticle(new SecretsVerticle(config, clock)));
  }

  /** A session of this user's. */
  public Caller signedIn(GitHubUser user) throws Exception {
    return new Caller(house.session(userId(user)), SecretsHouse.client("curl/8"));
  }

  /** The user's row, made if there is none. */
  public UUID userId(GitHubUser user) throws Exception {
    house.execute(
        """
        insert into users (forge, forge_user_id, username) values ('github', %d, '%s')
        on conflict (forge, forge_user_id) do nothing
        """
            .formatted(user.id(), user.login()));
    return UUID.fromString(
        house
            .rows("select id from users where forge = 'github' and forge_user_id = " + user.id())
            .getFirst());
  }

  /** An API key of this user's. */
  public Caller keyOf(GitHubUser user) throws Exception {
    return house.caller(
        house.mint(signedIn(user), Scope.READ_SECRETS, Scope.WRITE_SECRETS).token());
  }

  /** A personal token as this user's credential. */
  public Caller bearing(GitHubUser user, String token) throws Exception {
    UUID id = UUID.randomUUID();
    UUID userId = userId(user);
    house.execute(
        """
        insert into github_tokens (id, token_hash, user_id, valid_until)
        values ('%s', sha256(convert_to('%s', 'UTF8')), '%s', now() + interval '1 day')
        """
            .formatted(id, id, userId));
    return new Caller(new Principal.GitHubToken(id, userId, token), SecretsHouse.client("curl/8"));
  }

  /** A repository of the organisation with a vault that holds one secret in each environment. */
  public GitHubRepository vault(String name) throws Exception {
    GitHubRepository repository = acme.repository(name);
    house.ask(SecretsRoom.CREATE_VAULT, new CreateVault(owner, repository.fullName()));
    for (String environment : List.of("development", "staging", "production")) {
      house.push(owner, repository.fullName(), environment, Map.of("A", "1"));
    }
    return repository;
  }

  /** A collaborator of that repository, as new here as can be. */
  public GitHubUser collaborator(GitHubRepository repository, String login, Role role) {
    GitHubUser user = github.user(login);
    repository.collaborator(user, role);
    return user;
  }

  /** That a pull of the development environment succeeds. */
  public void pulls(Caller caller, GitHubRepository repository) throws Exception {
    pulls(caller, repository.fullName());
  }

  public void pulls(Caller caller, String repository) throws Exception {
    if (house.pull(caller, repository, "development").count() != 1) {
      throw new AssertionError("something else was pulled");
    }
  }

  /** What a pull of the development environment is refused with. */
  public Problem refused(Caller caller, String repository) throws Exception {
    return house.refusal(SecretsRoom.PULL, SecretsHouse.pulling(caller, repository, "development"));
  }

  public Problem.Kind refused(Caller caller, GitHubRepository repository) throws Exception {
    return refused(caller, repository.fullName()).kind();
  }

  /** Role look-ups on the bus since the last {@link BusTap#forget}. */
  public int lookUps() {
    return bus.messages().getOrDefault("connect.find-role", 0);
  }

  /** Waits until a role look-up that was begun in the background has been kept. */
  public void awaitCheckedSince(Instant since) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    String newer = "select count(*) from repository_roles where checked_at >= '" + since + "'";
    while (house.rows(newer).equals(List.of("0"))) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no look-up was kept");
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() throws Exception {
    house.close();
    github.close();
  }
}
