package sh.keyway.launcher.start;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.connect.ConnectVerticle;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.OwnerState;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.crypto.CryptoVerticle;
import sh.keyway.gateway.GatewayConfig;
import sh.keyway.gateway.GatewayVerticle;
import sh.keyway.gateway.ManagementVerticle;
import sh.keyway.launcher.DataFolder;
import sh.keyway.launcher.config.Configuration;
import sh.keyway.launcher.config.Configuration.GitHub;
import sh.keyway.secrets.SecretsVerticle;

/**
 * A whole server in this process: database, rooms, listeners. Started in an order in which nothing
 * is reachable before what it needs, and stopped in the opposite one. Blocks; not for event loops.
 */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private static final int STEP_SECONDS = 30;

  private final Configuration configuration;
  private final DataFolder folder;
  private final Cleanup cleanup = new Cleanup();
  private final ReentrantLock opening = new ReentrantLock();
  private volatile String address = "";
  private volatile boolean ownerTokenThere;

  /** With this configuration; nothing is started yet. */
  public Server(Configuration configuration) {
    this.configuration = configuration;
    this.folder = new DataFolder(configuration.dataFolder());
  }

  /**
   * Starts everything. On failure nothing stays behind.
   *
   * @throws StartFailure with what its operator can do about it
   */
  public void start() throws StartFailure {
    boolean started = false;
    opening.lock();
    try {
      long begin = System.nanoTime();
      open();
      started = true;
      LOG.info("started in {} ms", (System.nanoTime() - begin) / 1_000_000);
    } finally {
      if (!started) {
        cleanup.close();
      }
      opening.unlock();
    }
  }

  /** Migrates the database and nothing else; nothing stays behind. */
  public void migrate() throws StartFailure {
    opening.lock();
    try {
      cleanup.add("data folder", Claim.of(folder));
      Database database = Database.open(folder, configuration.database());
      cleanup.add("database", database);
      keys(database);
      database.migrate();
    } finally {
      cleanup.close();
      opening.unlock();
    }
  }

  /** Where the API answers; empty until it does. */
  public String address() {
    return address;
  }

  /**
   * The one screen an operator sees.
   *
   * @param command what was typed to run this program
   */
  public String screen(String command) {
    return Screen.text(
        address,
        Forges.name(configuration.github()),
        folder.path(),
        folder.ownerToken(),
        ownerTokenThere,
        command);
  }

  /**
   * Stops everything, listeners first, the database last. A start under way is first left to reach
   * its next step, where it gives up: half a database start cannot be undone. Repeating it does
   * nothing.
   */
  @Override
  public void close() {
    cleanup.refuse();
    boolean quiet = false;
    try {
      quiet = opening.tryLock(STEP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      cleanup.close();
    } finally {
      if (quiet) {
        opening.unlock();
      }
    }
  }

  private void open() throws StartFailure {
    cleanup.add("data folder", Claim.of(folder));
    // Vert.x takes about as long to load as PostgreSQL to start
    CompletableFuture<Rooms> loading =
        CompletableFuture.supplyAsync(() -> Rooms.open(configuration.eventLoops()));
    Database database;
    Rooms rooms;
    try {
      database = Database.open(folder, configuration.database());
      cleanup.add("database", database);
    } finally {
      rooms = join(loading);
      cleanup.add("event loops", rooms);
    }
    KeyStore.Ready keys = keys(database);
    database.migrate();
    deploy(rooms, database, keys);
  }

  private KeyStore.Ready keys(Database database) throws StartFailure {
    KeyStore store = new KeyStore(folder, configuration.credentials());
    KeyStore.Ready found = store.find();
    if (found == null && !database.fresh()) {
      throw store.lost();
    }
    KeyStore.Ready ready = found == null ? store.makeMissing() : found;
    cleanup.add("keys", ready.keys()::destroy);
    return ready;
  }

  private void deploy(Rooms rooms, Database database, KeyStore.Ready keys) throws StartFailure {
    cleanup.add(
        "crypto room",
        rooms.deploy(
            "crypto room", () -> new CryptoVerticle(keys.keys()), configuration.eventLoops()));
    GitHub github = configuration.github();
    if (github != null) {
      cleanup.add(
          "connect room",
          rooms.deploy(
              "connect room",
              () -> new ConnectVerticle(github.connect()),
              configuration.eventLoops()));
    }
    cleanup.add(
        "secrets room",
        rooms.deploy(
            "secrets room",
            () -> new SecretsVerticle(database.application().secretsConfig(Forges.rules(github))),
            configuration.eventLoops()));
    owner(rooms);
    GatewayConfig gateway = gatewayConfig(keys);
    ControlFiles control = new ControlFiles(folder);
    List<ManagementVerticle> management = new CopyOnWriteArrayList<>();
    cleanup.add(
        "management listener",
        rooms.deploy(
            "management listener",
            () -> {
              ManagementVerticle verticle =
                  new ManagementVerticle(
                      gateway, configuration.listen().managementPort(), control.token());
              management.add(verticle);
              return verticle;
            },
            1));
    List<GatewayVerticle> gateways = new CopyOnWriteArrayList<>();
    cleanup.add(
        "gateway",
        rooms.deploy(
            "gateway",
            () -> {
              GatewayVerticle verticle = new GatewayVerticle(gateway);
              gateways.add(verticle);
              return verticle;
            },
            configuration.eventLoops()));
    address = address(gateways.getFirst().port());
    cleanup.add("control files", control);
    control.write(management.getFirst().port(), address);
  }

  private void owner(Rooms rooms) throws StartFailure {
    OwnerToken token = OwnerToken.prepare(folder.ownerToken());
    OwnerState state =
        Rooms.await(
            "installation's owner",
            new RoomClient(rooms.vertx()).call(SecretsRoom.ENSURE_OWNER, token.request()));
    ownerTokenThere = token.settle(state.created());
  }

  private GatewayConfig gatewayConfig(KeyStore.Ready keys) {
    Configuration.Web web = configuration.web();
    return new GatewayConfig(
        configuration.listen().host(),
        configuration.listen().port(),
        keys.jwtSecret(),
        new GatewayConfig.Web(
            web.allowedOrigins(),
            web.errorBaseUrl(),
            web.githubUrl(),
            web.publicUrl(),
            web.dashboardUrl(),
            web.frontendUrl(),
            web.cookieDomain()),
        Forges.app(configuration.github()));
  }

  /** For a person and for clients on this machine. */
  private String address(int port) {
    String host = configuration.listen().host();
    String reachable =
        switch (host) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "[::1]";
          default -> host.contains(":") ? "[" + host + "]" : host;
        };
    return "http://" + reachable + ":" + port;
  }

  private static Rooms join(CompletableFuture<Rooms> loading) {
    try {
      return loading.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("Vert.x did not start", e.getCause());
    }
  }
}
