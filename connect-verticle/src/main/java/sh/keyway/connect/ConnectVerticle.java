package sh.keyway.connect;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.shareddata.LocalMap;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import sh.keyway.connect.github.GitHub;
import sh.keyway.connect.http.UnreachableException;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.bus.Operation;
import sh.keyway.contracts.bus.RoomServer;
import sh.keyway.contracts.connect.ConnectRoom;

/**
 * Serves the operations of the connect room. Any number of instances may be deployed together; they
 * share what is known of GitHub, and are undeployed together.
 */
public final class ConnectVerticle extends VerticleBase {
  private static final String SHARED = "keyway.connect";
  private static final long MARGIN_MS = 500;
  private static final Problem SILENT =
      Problem.unavailable("GitHub does not answer, please try again");
  private static final Problem LIMITED =
      Problem.unavailable("GitHub limits our requests, please try again later");
  private static final Problem REFUSED =
      Problem.unavailable("GitHub refuses this server's GitHub App, please tell its administrator");

  private final ConnectConfig config;
  private final InstantSource clock;

  /** Serves with this configuration. */
  public ConnectVerticle(ConnectConfig config) {
    this(config, InstantSource.system());
  }

  /** For tests. */
  ConnectVerticle(ConnectConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    GitHub github =
        shared().computeIfAbsent(config.api().toString(), api -> new GitHub(vertx, config, clock));
    return Future.all(
        List.of(
            on(ConnectRoom.EXCHANGE_CODE, github::exchangeCode),
            on(ConnectRoom.REFRESH_TOKENS, github::refreshTokens),
            on(ConnectRoom.IDENTIFY_TOKEN, github::identifyToken),
            on(ConnectRoom.TOKEN_ROLE, github::tokenRole),
            on(ConnectRoom.FIND_ROLE, github::findRole),
            on(ConnectRoom.FIND_INSTALLATION, github::findInstallation),
            on(ConnectRoom.GET_INSTALLATION, github::getInstallation),
            on(ConnectRoom.GET_REPOSITORY, github::getRepository),
            on(ConnectRoom.LIST_COLLABORATORS, github::listCollaborators),
            on(ConnectRoom.LIST_ORGANIZATIONS, github::listOrganizations),
            on(ConnectRoom.GET_ORGANIZATION, github::getOrganization),
            on(ConnectRoom.LIST_MEMBERS, github::listMembers),
            on(ConnectRoom.GET_APP, github::getApp),
            on(ConnectRoom.VERIFY_OIDC, github::verifyOidc)));
  }

  /** Forgets what is known; the HTTP client closes with the instance that opened it. */
  @Override
  public Future<?> stop() {
    shared().remove(config.api().toString());
    return Future.succeededFuture();
  }

  private LocalMap<String, GitHub> shared() {
    return vertx.sharedData().getLocalMap(SHARED);
  }

  /** Answers a little before the asker gives up, so that it learns why. */
  private <Q extends Record, A extends Record> Future<Void> on(
      Operation<Q, A> operation, Function<Q, Future<A>> handler) {
    long within = operation.deadline().toMillis() - MARGIN_MS;
    return new RoomServer(vertx)
        .on(
            operation,
            ask ->
                handler
                    .apply(ask)
                    .timeout(within, TimeUnit.MILLISECONDS)
                    .recover(ConnectVerticle::problem));
  }

  private static <A> Future<A> problem(Throwable failure) {
    return Future.failedFuture(
        switch (failure) {
          case UnreachableException known ->
              switch (known.why()) {
                case DOWN -> SILENT.exception();
                case RATE_LIMITED -> LIMITED.exception();
                case REFUSED -> REFUSED.exception();
              };
          case TimeoutException late -> SILENT.exception();
          default -> failure;
        });
  }
}
