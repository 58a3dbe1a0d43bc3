package sh.keyway.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final FakeGitHub github = FakeGitHub.start();
  private final Client client = new Client(github);
  private final GitHubUser alice = github.user("alice");
  private final String token = alice.classicToken("repo");

  @AfterEach
  void close() {
    github.close();
  }

  private Client.Answer ask() throws Exception {
    return client.get("/user", token);
  }

  @Test
  void aFaultStrikesItsRouteSoManyTimesAndIsLogged() throws Exception {
    github.faults().on(Endpoint.USER).times(2).status(502);
    assertThat(ask().status()).isEqualTo(502);
    assertThat(client.get("/users/alice", token).status()).isEqualTo(200);
    assertThat(ask().status()).isEqualTo(502);
    assertThat(ask().status()).isEqualTo(200);
    assertThat(github.log().count(Endpoint.USER)).isEqualTo(3);
    assertThat(github.log().count()).isEqualTo(4);
    assertThat(github.log().all().getFirst().toString()).isEqualTo("GET /user by CLASSIC");
    assertThat(github.log().all().getFirst().userAgent()).isEqualTo("keyway-test");
    github.log().clear();
    assertThat(github.log().count()).isZero();
    assertThat(github.log().count(Endpoint.USER)).isZero();
  }

  @Test
  void aFaultCanBeForSomeOnly() throws Exception {
    github.faults().everywhere().when(r -> r.path().equals("/users/alice")).status(500);
    assertThat(client.get("/users/alice", token).status()).isEqualTo(500);
    assertThat(client.get("/users/ALICE", token).status()).isEqualTo(200);
  }

  @Test
  void everywhereMeansPagesToo() throws Exception {
    github.faults().everywhere().unicorn();
    assertThat(ask().header("content-type")).isEqualTo("text/html");
    assertThat(client.send("GET", github.webUrl() + "/login/oauth/authorize", null, "").status())
        .isEqualTo(503);
    github.faults().clear();
    assertThat(ask().status()).isEqualTo(200);
  }

  @Test
  void limitsLookLikeGitHubs() throws Exception {
    github.faults().on(Endpoint.USER).times(1).rateLimited(403, Duration.ofMinutes(10));
    Client.Answer primary = ask();
    assertThat(primary.status()).isEqualTo(403);
    assertThat(primary.header("x-ratelimit-remaining")).isEqualTo("0");
    long reset = Long.parseLong(Objects.requireNonNull(primary.header("x-ratelimit-reset")));
    assertThat(reset - github.clock().now().getEpochSecond()).isBetween(595L, 600L);

    github.faults().on(Endpoint.USER).times(1).secondaryLimit(429, Duration.ofSeconds(30));
    Client.Answer secondary = ask();
    assertThat(secondary.status()).isEqualTo(429);
    assertThat(secondary.header("retry-after")).isEqualTo("30");
    assertThat(secondary.json().getString("message")).contains("secondary rate limit");
  }

  @Test
  void brokenAnswersAreBroken() throws Exception {
    github.faults().on(Endpoint.USER).times(1).malformed();
    Client.Answer malformed = ask();
    assertThat(malformed.status()).isEqualTo(200);
    assertThatThrownBy(malformed::json).isInstanceOf(DecodeException.class);
    github.faults().on(Endpoint.USER).times(1).unexpectedJson("[]");
    assertThat(ask().body()).isEqualTo("[]");
    github.faults().on(Endpoint.USER).times(1).truncate();
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
    // the JDK's client repeats a GET once when its connection drops without an answer
    github.faults().on(Endpoint.USER).drop();
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
  }

  @Test
  void silenceLastsAsLongAsTheClientWaits() {
    github.faults().on(Endpoint.USER).silence();
    assertThatThrownBy(() -> asked(Duration.ofMillis(200)).get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void lateAnswersAreRight() throws Exception {
    github.faults().on(Endpoint.USER).times(1).delay(Duration.ofMillis(120));
    long start = System.nanoTime();
    assertThat(ask().status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(100));

    CompletableFuture<Void> release = github.faults().on(Endpoint.USER).times(1).hold();
    github.log().clear();
    CompletableFuture<HttpResponse<String>> held = asked(Duration.ofSeconds(5));
    assertThat(github.log().await(Endpoint.USER, 1, Duration.ofSeconds(5))).isTrue();
    assertThat(held).isNotDone();
    release.complete(null);
    assertThat(held.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void awaitingWhatNeverComesIsFalse() throws Exception {
    assertThat(github.log().await(Endpoint.APP, 1, Duration.ofMillis(20))).isFalse();
  }

  @Test
  void anUnknownRouteIsALogged404() throws Exception {
    assertThat(client.get("/graphql", token).status()).isEqualTo(404);
    assertThat(github.log().all().getLast().endpoint()).isNull();
    assertThat(github.log().all().getLast().path()).isEqualTo("/graphql");
  }

  @Test
  void itCanGoAwayAndComeBack() throws Exception {
    assertThat(ask().status()).isEqualTo(200);
    github.stopListening();
    assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
    github.listenAgain();
    assertThat(ask().status()).isEqualTo(200);
  }

  private CompletableFuture<HttpResponse<String>> asked(Duration timeout) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(github.apiUrl() + "/user"))
            .timeout(timeout)
            .header("User-Agent", "t")
            .header("Authorization", "Bearer " + token)
            .build();
    return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }
}
