package sh.keyway.secrets.signin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.ConnectVerticle;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.HouseCodec;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.secrets.CompleteSignIn;
import sh.keyway.contracts.secrets.DeviceApproval;
import sh.keyway.contracts.secrets.DevicePolled;
import sh.keyway.contracts.secrets.DeviceStarted;
import sh.keyway.contracts.secrets.PollDevice;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.contracts.secrets.SignInCompleted;
import sh.keyway.contracts.secrets.SignInStarted;
import sh.keyway.contracts.secrets.StartDevice;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.crypto.CryptoVerticle;
import sh.keyway.crypto.KeyRing;
import sh.keyway.secrets.BesideGitHub;
import sh.keyway.secrets.SecretsConfig;
import sh.keyway.secrets.SecretsHouse;
import sh.keyway.secrets.SecretsVerticle;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubUser;

/** Crypto room, connect room and two secrets rooms on a database, beside a fake GitHub. */
public final class GitHubHouse implements AutoCloseable {
  private static final String CALLBACK = "http://127.0.0.1:1/v1/auth/callback";

  public final FakeGitHub github = FakeGitHub.start();
  public final TestDatabase database = TestPostgres.freshMigratedDatabase();
  public final Vertx vertx = Vertx.vertx();
  public final RoomClient rooms = new RoomClient(vertx);
  public final SecretsConfig config;

  /** Deployment of the crypto room, for a test that takes it away. */
  public final String crypto;

  /** Whoever administers the installation. */
  public final Caller operator = new Caller(new Principal.Operator(), SecretsHouse.client("op"));

  private GitHubHouse(boolean tokenLogin) throws Exception {
    github.app().callback(CALLBACK);
    SecretsConfig usual = SecretsHouse.config(database, SecretsConfig.ENVIRONMENT_BYTES);
    config =
        new SecretsConfig(
            usual.host(),
            usual.port(),
            usual.database(),
            usual.user(),
            usual.password(),
            usual.tls(),
            null,
            usual.environmentBytes(),
            usual.environmentKeys(),
            new SecretsConfig.GitHubRules(
                github.apiUrl(),
                github.installUrl(),
                Duration.ofHours(24),
                Duration.ofHours(1),
                tokenLogin));
    vertx
        .eventBus()
        .registerCodec(
            new HouseCodec(
                Stream.of(
                        SecretsRoom.operations(), CryptoRoom.operations(), ConnectRoom.operations())
                    .<Operation<?, ?>>flatMap(List::stream)
                    .toList()));
    crypto = await(vertx.deployVerticle(new CryptoVerticle(KeyRing.parse(SecretsHouse.KEY))));
    await(vertx.deployVerticle(new ConnectVerticle(BesideGitHub.connect(github))));
    await(vertx.deployVerticle(new SecretsVerticle(config)));
    await(vertx.deployVerticle(new SecretsVerticle(config)));
  }

  public static GitHubHouse open() throws Exception {
    return new GitHubHouse(true);
  }

  public static GitHubHouse withoutTokenLogin() throws Exception {
    return new GitHubHouse(false);
  }

  public static <T> T await(Future<T> future) throws Exception {
    return SecretsHouse.await(future);
  }

  public <Q extends Record, A extends Record> A ask(Operation<Q, A> operation, Q request)
      throws Exception {
    return await(rooms.call(operation, request));
  }

  public <Q extends Record, A extends Record> Kind refusal(Operation<Q, A> operation, Q request)
      throws Exception {
    return problem(operation, request).kind();
  }

  public <Q extends Record, A extends Record> Problem problem(Operation<Q, A> operation, Q request)
      throws Exception {
    try {
      throw new AssertionError("answered: " + ask(operation, request));
    } catch (ProblemException e) {
      return e.problem();
    }
  }

  public SignInStarted startSignIn(@Nullable String userCode) throws Exception {
    return ask(SecretsRoom.START_SIGN_IN, new StartSignIn(userCode, null));
  }

  /** The user agrees at GitHub; the code it sends the browser back with. */
  public String agree(SignInStarted started, GitHubUser user) {
    URI back = github.browser().authorize(address(started), user);
    return Arrays.stream(back.getRawQuery().split("&"))
        .filter(part -> part.startsWith("code="))
        .map(part -> part.substring(5))
        .findFirst()
        .orElseThrow(() -> new AssertionError("GitHub said " + back));
  }

  private String address(SignInStarted started) {
    return "%s/login/oauth/authorize?client_id=%s&redirect_uri=%s&state=%s&code_challenge=%s&code_challenge_method=S256"
        .formatted(
            github.webUrl(),
            github.app().clientId(),
            URLEncoder.encode(CALLBACK, StandardCharsets.UTF_8),
            started.state(),
            started.challenge());
  }

  public static CompleteSignIn completing(String state, @Nullable String verifier, String code) {
    return new CompleteSignIn(
        state, verifier, code, CALLBACK, SecretsHouse.client("Mozilla/5.0 Firefox"));
  }

  public static CompleteSignIn completing(SignInStarted started, String code) {
    return completing(started.state(), started.verifier(), code);
  }

  /** The user's browser is signed in. */
  public SessionFacts signIn(GitHubUser user) throws Exception {
    SignInStarted started = startSignIn(null);
    SignInCompleted done =
        ask(SecretsRoom.COMPLETE_SIGN_IN, completing(started, agree(started, user)));
    if (done.session() == null) {
      throw new AssertionError("no session");
    }
    return done.session();
  }

  /** The user has signed in for this device code and is asked whether to approve it. */
  public DeviceApproval approval(DeviceStarted device, GitHubUser user) throws Exception {
    SignInStarted started = startSignIn(device.userCode());
    SignInCompleted done =
        ask(SecretsRoom.COMPLETE_SIGN_IN, completing(started, agree(started, user)));
    if (done.approval() == null) {
      throw new AssertionError("no approval");
    }
    return done.approval();
  }

  public static Caller caller(SessionFacts session) {
    return new Caller(
        new Principal.Session(session.userId(), session.sessionId()),
        SecretsHouse.client("Mozilla/5.0 Firefox"));
  }

  public DeviceStarted device() throws Exception {
    return device(null, null, null);
  }

  public DeviceStarted device(@Nullable String repository, @Nullable Long owner, @Nullable Long id)
      throws Exception {
    return ask(
        SecretsRoom.START_DEVICE,
        new StartDevice(repository, owner, id, SecretsHouse.client("keyway-cli/dev")));
  }

  public DevicePolled poll(DeviceStarted device) throws Exception {
    return ask(SecretsRoom.POLL_DEVICE, polling(device.deviceCode()));
  }

  public static PollDevice polling(String deviceCode) {
    return new PollDevice(deviceCode, SecretsHouse.client("keyway-cli/dev"));
  }

  /** Rows of a query, columns joined by blanks. */
  public List<String> rows(String sql) throws Exception {
    try (Connection connection = database.connectAsOwner();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(i > 1 ? " " : "").append(rows.getString(i));
        }
        found.add(row.toString());
      }
      return found;
    }
  }

  public void execute(String... statements) throws Exception {
    try (Connection connection = database.connectAsOwner();
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    github.close();
    database.close();
  }
}
