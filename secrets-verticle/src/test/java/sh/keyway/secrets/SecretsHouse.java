package sh.keyway.secrets;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.ConnectConfig;
import sh.keyway.connect.ConnectVerticle;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Client;
import sh.keyway.contracts.Platform;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.bus.HouseCodec;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.secrets.AddUser;
import sh.keyway.contracts.secrets.AdoptSession;
import sh.keyway.contracts.secrets.CreateApiKey;
import sh.keyway.contracts.secrets.CreateVault;
import sh.keyway.contracts.secrets.CreatedApiKey;
import sh.keyway.contracts.secrets.EnsureOwner;
import sh.keyway.contracts.secrets.IdentifyApiKey;
import sh.keyway.contracts.secrets.Pull;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.Pushed;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SetRole;
import sh.keyway.crypto.CryptoVerticle;
import sh.keyway.crypto.KeyRing;
import sh.keyway.testkit.TestDatabase;
import sh.keyway.testkit.TestPostgres;

/** A crypto room and a secrets room on a database, with an owner; what most tests start from. */
@SuppressWarnings("try") // waiting may be interrupted, in tests too
public final class SecretsHouse implements AutoCloseable {
  public static final String KEY =
      "1:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  private static final String OWNER_TOKEN = "kw_live_" + "o".repeat(40);

  public final Vertx vertx;
  public final RoomClient rooms;
  public final TestDatabase database;
  public final Caller owner;

  /** Deployment of the crypto room, for a test that takes it away. */
  public final String crypto;

  private SecretsHouse(Vertx vertx, String crypto, TestDatabase database) throws Exception {
    this.vertx = vertx;
    this.crypto = crypto;
    this.database = database;
    rooms = new RoomClient(vertx);
    ask(SecretsRoom.ENSURE_OWNER, new EnsureOwner(hash(OWNER_TOKEN), OWNER_TOKEN.substring(0, 16)));
    owner = caller(OWNER_TOKEN);
  }

  /** On a database of its own, with the usual limits. */
  public static SecretsHouse open() throws Exception {
    TestDatabase database = TestPostgres.freshMigratedDatabase();
    return open(database, config(database, SecretsConfig.ENVIRONMENT_BYTES));
  }

  public static SecretsHouse open(TestDatabase database, SecretsConfig config) throws Exception {
    return open(database, config, InstantSource.system(), null);
  }

  /** The same with a clock for the age of roles, and a connect room if there is a config for it. */
  static SecretsHouse open(
      TestDatabase database,
      SecretsConfig config,
      InstantSource clock,
      @Nullable ConnectConfig connect)
      throws Exception {
    Vertx vertx = Vertx.vertx();
    vertx
        .eventBus()
        .registerCodec(
            new HouseCodec(
                Stream.of(
                        SecretsRoom.operations(), CryptoRoom.operations(), ConnectRoom.operations())
                    .<Operation<?, ?>>flatMap(List::stream)
                    .toList()));
    String crypto = await(vertx.deployVerticle(new CryptoVerticle(KeyRing.parse(KEY))));
    if (connect != null) {
      await(vertx.deployVerticle(new ConnectVerticle(connect)));
    }
    await(vertx.deployVerticle(new SecretsVerticle(config, clock)));
    return new SecretsHouse(vertx, crypto, database);
  }

  /** On a database of its own, with room for large environments, served by so many instances. */
  public static SecretsHouse openRoomy(int instances) throws Exception {
    TestDatabase database = TestPostgres.freshMigratedDatabase();
    SecretsConfig config = roomy(database, database.application().port());
    SecretsHouse house = open(database, config);
    for (int i = 1; i < instances; i++) {
      await(house.vertx.deployVerticle(new SecretsVerticle(config)));
    }
    return house;
  }

  public static SecretsConfig roomy(TestDatabase database, int port) {
    SecretsConfig usual = config(database, port, SecretsConfig.ENVIRONMENT_BYTES);
    return new SecretsConfig(
        usual.host(),
        usual.port(),
        usual.database(),
        usual.user(),
        usual.password(),
        usual.tls(),
        usual.caFile(),
        SecretsConfig.ENVIRONMENT_BYTES,
        SecretsConfig.ENVIRONMENT_KEYS,
        null);
  }

  public static SecretsConfig config(TestDatabase database, int environmentBytes) {
    return config(database, database.application().port(), environmentBytes);
  }

  public static SecretsConfig config(TestDatabase database, int port, int environmentBytes) {
    var login = database.application();
    return new SecretsConfig(
        login.host(),
        port,
        login.database(),
        login.user(),
        login.password(),
        SecretsConfig.Tls.DISABLE,
        null,
        environmentBytes,
        50,
        null);
  }

  public static <T> T await(Future<T> future) throws Exception {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  public <Q extends Record, A extends Record> A ask(Operation<Q, A> operation, Q request)
      throws Exception {
    return await(rooms.call(operation, request));
  }

  /** The problem that the operation fails with. */
  public <Q extends Record, A extends Record> Problem refusal(Operation<Q, A> operation, Q request)
      throws Exception {
    try {
      throw new AssertionError("answered: " + ask(operation, request));
    } catch (ProblemException e) {
      return e.problem();
    }
  }

  public Caller caller(String token) throws Exception {
    var identity = ask(SecretsRoom.IDENTIFY_API_KEY, new IdentifyApiKey(hash(token)));
    return new Caller(
        new Principal.ApiKey(identity.keyId(), identity.userId(), identity.scopes()), client("x"));
  }

  /** A local user, signed in by session, with a role on a repository. */
  public Caller member(String name, String repository, Role role) throws Exception {
    var user = ask(SecretsRoom.ADD_USER, new AddUser(owner, name, null));
    ask(SecretsRoom.SET_ROLE, new SetRole(owner, name, repository, role));
    return new Caller(session(user.id()), client("curl/8"));
  }

  /** A session of this user's, good for a day. */
  public Principal session(UUID userId) throws Exception {
    UUID session = UUID.randomUUID();
    Instant now = Instant.now();
    ask(
        SecretsRoom.ADOPT_SESSION,
        new AdoptSession(userId, session, now, now.plus(Duration.ofDays(1))));
    return new Principal.Session(userId, session);
  }

  /** A new key of the owner of this caller's credential. */
  public CreatedApiKey mint(Caller caller, Scope... scopes) throws Exception {
    return ask(
        SecretsRoom.CREATE_API_KEY,
        new CreateApiKey(caller, null, "key", "live", Set.of(scopes), null, List.of()));
  }

  public static Client client(String userAgent) {
    return new Client("127.0.0.1", userAgent, Platform.ofUserAgent(userAgent), "req-1");
  }

  public UUID vault(String repository) throws Exception {
    return ask(SecretsRoom.CREATE_VAULT, new CreateVault(owner, repository)).id();
  }

  public Pushed push(Caller caller, String repository, String environment, Map<String, String> kv)
      throws Exception {
    return ask(SecretsRoom.PUSH, new Push(caller, repository, environment, kv, false));
  }

  public Pulled pull(Caller caller, String repository, String environment) throws Exception {
    return ask(SecretsRoom.PULL, pulling(caller, repository, environment));
  }

  public static Pull pulling(Caller caller, String repository, String environment) {
    return new Pull(caller, repository, environment, Pull.Format.DOTENV, null, 0);
  }

  /** The text that a pull answers. */
  public String text(Caller caller, String repository, String environment) throws Exception {
    return text(pull(caller, repository, environment));
  }

  public static String text(Pulled pulled) {
    return new String(pulled.content(), StandardCharsets.UTF_8);
  }

  /** Rows of a query, columns joined by blanks. */
  public List<String> rows(String sql) throws Exception {
    try (Connection connection = database.connectAsOwner();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(i > 1 ? " " : "").append(rows.getString(i));
        }
        found.add(row.toString());
      }
      return found;
    }
  }

  /** Statements as the owner of the schema. */
  public void execute(String... statements) throws Exception {
    try (Connection connection = database.connectAsOwner();
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  /** So many secrets with small values. */
  public static Map<String, String> secrets(int count) {
    Map<String, String> secrets = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      secrets.put("KEY_%04d".formatted(i), "value " + i);
    }
    return secrets;
  }

  public static Set<Scope> scopes(Scope... scopes) {
    return Set.of(scopes);
  }

  private static String hash(String token) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() throws Exception {
    await(vertx.close());
    database.close();
  }
}
