package sh.keyway.secrets.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static sh.keyway.secrets.signin.GitHubHouse.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.revision.WritingKey;
import sh.keyway.secrets.signin.GitHubHouse;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.GitHubUser;

/** Tokens that act for a user, refreshed in time. */
class UserTokensTest {
  private static final Duration LIFETIME = Duration.ofHours(8);

  private static GitHubHouse house;
  private static Context context;
  private static UserTokens tokens;
  private static volatile Duration ahead = Duration.ZERO;
  private static int users;

  private GitHubUser account;
  private UUID user;

  @BeforeAll
  static void open() throws Exception {
    house = GitHubHouse.open();
    context = house.vertx.getOrCreateContext();
    tokens =
        await(
            on(() ->
                Future.succeededFuture(
                    new UserTokens(
                        house.vertx,
                        new Database(house.vertx, house.config),
                        house.rooms,
                        new WritingKey(1),
                        () -> Instant.now().plus(ahead)))));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void signIn() throws Exception {
    ahead = Duration.ZERO;
    account = house.github.user("user" + users++);
    user = house.signIn(account).userId();
    house.github.log().clear();
  }

  @Test
  void aTokenThatIsGoodIsNotRefreshed() throws Exception {
    assertThat(token()).hasValueSatisfying(token -> assertThat(token).startsWith("ghu_"));
    assertThat(refreshes()).isZero();
  }

  @Test
  void aUserWithoutTokensHasNone() throws Exception {
    assertThat(await(on(() -> tokens.accessToken(UUID.randomUUID())))).isEmpty();
  }

  @Test
  void aTokenIsRefreshedBeforeItExpires() throws Exception {
    String first = token().orElseThrow();
    ahead = LIFETIME.minusMinutes(4);

    String second = token().orElseThrow();

    assertThat(second).isNotEqualTo(first);
    ahead = Duration.ZERO;
    assertThat(token()).contains(second);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void manyWhoAskAtOnceShareOneRefresh() throws Exception {
    ahead = LIFETIME.plusMinutes(1);
    CompletableFuture<Void> release =
        house.github.faults().on(Endpoint.ACCESS_TOKEN).times(1).hold();
    List<Future<Optional<String>>> asked =
        IntStream.range(0, 10).mapToObj(i -> on(() -> tokens.accessToken(user))).toList();
    assertThat(house.github.log().await(Endpoint.ACCESS_TOKEN, 1, Duration.ofSeconds(10))).isTrue();
    release.complete(null);
    await(Future.all(asked));

    assertThat(asked.stream().map(Future::result).distinct()).hasSize(1);
    assertThat(asked.getFirst().result()).isPresent();
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void theNewerTokensOfAnotherNodeAreNotOverwritten() throws Exception {
    ahead = LIFETIME.plusMinutes(1);
    CompletableFuture<Void> release =
        house.github.faults().on(Endpoint.ACCESS_TOKEN).times(1).hold();
    Future<Optional<String>> asked = on(() -> tokens.accessToken(user));
    assertThat(house.github.log().await(Endpoint.ACCESS_TOKEN, 1, Duration.ofSeconds(10))).isTrue();
    storeElsewhere("ghu_newer");
    release.complete(null);

    assertThat(await(asked)).contains("ghu_newer");
    assertThat(house.rows("select version from user_tokens where user_id = '%s'".formatted(user)))
        .containsExactly("2");
  }

  @Test
  void aRefreshTokenThatAnotherNodeSpentIsNoLoss() throws Exception {
    ahead = LIFETIME.plusMinutes(1);
    house.github.app().revokeAuthorization(account);
    CompletableFuture<Void> release =
        house.github.faults().on(Endpoint.ACCESS_TOKEN).times(1).hold();
    Future<Optional<String>> asked = on(() -> tokens.accessToken(user));
    assertThat(house.github.log().await(Endpoint.ACCESS_TOKEN, 1, Duration.ofSeconds(10))).isTrue();
    storeElsewhere("ghu_traded");
    release.complete(null);

    assertThat(await(asked)).contains("ghu_traded");
    assertThat(token()).contains("ghu_traded");
  }

  @Test
  void aRefusedRefreshTokenMeansSigningInAgain() throws Exception {
    ahead = LIFETIME.plusMinutes(1);
    house.github.app().revokeAuthorization(account);

    assertThat(token()).isEmpty();
    assertThat(token()).isEmpty();
    assertThat(refreshes()).isEqualTo(1);

    ahead = Duration.ZERO;
    house.signIn(account);
    assertThat(token()).isPresent();
  }

  @Test
  void whileGitHubIsAwayWhatIsLeftOfTheOldTokenServes() throws Exception {
    String old = token().orElseThrow();
    house.github.faults().on(Endpoint.ACCESS_TOKEN).times(2).status(502);
    ahead = LIFETIME.minusMinutes(4);
    assertThat(token()).contains(old);

    ahead = LIFETIME.plusMinutes(1);
    try {
      throw new AssertionError("answered: " + token());
    } catch (ProblemException e) {
      assertThat(e.problem().kind()).isEqualTo(Kind.SERVICE_UNAVAILABLE);
    }
    assertThat(token()).isPresent();
  }

  @Test
  void aUserRemovedHasNoTokens() throws Exception {
    house.execute("delete from users where id = '%s'".formatted(user));

    assertThat(token()).isEmpty();
    assertThat(house.rows("select 1 from user_tokens where user_id = '%s'".formatted(user)))
        .isEmpty();
  }

  @Test
  void anotherUsersRowDoesNotOpen() throws Exception {
    UUID other = house.signIn(house.github.user("other" + users++)).userId();
    house.execute(
        "update user_tokens t set sealed = o.sealed from user_tokens o where t.user_id = '%s' and o.user_id = '%s'"
            .formatted(user, other));

    try {
      throw new AssertionError("answered: " + token());
    } catch (ProblemException e) {
      assertThat(e.problem().kind()).isEqualTo(Kind.INTERNAL_ERROR);
    }
  }

  private static void storeElsewhereSealed(UUID user, String token) throws Exception {
    Database database =
        await(on(() -> Future.succeededFuture(new Database(house.vertx, house.config))));
    await(
        on(() ->
            tokens
                .seal(
                    user,
                    new sh.keyway.contracts.connect.UserTokens(
                        token, Instant.now().plus(Duration.ofDays(2)), "ghr_next", null))
                .compose(
                    sealed -> database.transaction(tx -> tokens.store(tx, user, sealed).map(true)))
                .eventually(database::close)));
  }

  private void storeElsewhere(String token) throws Exception {
    storeElsewhereSealed(user, token);
  }

  private Optional<String> token() throws Exception {
    return await(on(() -> tokens.accessToken(user)));
  }

  private static int refreshes() {
    return house.github.log().count(Endpoint.ACCESS_TOKEN);
  }

  private static <T> Future<T> on(Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(go -> work.get().onComplete(promise));
    return promise.future();
  }
}
