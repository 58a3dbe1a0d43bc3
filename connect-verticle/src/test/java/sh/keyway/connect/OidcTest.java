package sh.keyway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.OidcClaims;
import sh.keyway.contracts.connect.VerifyOidc;
import sh.keyway.testkit.github.ActionsToken;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubRepository;

/** Which workflow run a token speaks for, and which tokens speak for none. */
class OidcTest {
  private static final String AUDIENCE = "https://keyway.example.com";

  private final FakeGitHub github = FakeGitHub.start();
  private final GitHubRepository api = github.organization("acme").repository("api");
  private Room room;

  @BeforeEach
  void open() throws Exception {
    room = Room.beside(github);
  }

  @AfterEach
  void close() {
    room.close();
    github.close();
  }

  @Test
  void whatGitHubDidNotSignForUsIsRefused() throws Exception {
    verify(token().sign());
    String good = token().sign();
    for (String bad :
        List.of(
            token().forge(),
            token().unsigned(),
            token().audience("https://other.example.com").sign(),
            token().claim("iss", "https://evil.example.com").sign(),
            token().claim("iss", github.actions().issuer() + "/").sign(),
            token().expiresIn(Duration.ofMinutes(-1)).sign(),
            token().claim("nbf", github.clock().now().plusSeconds(120).getEpochSecond()).sign(),
            token().claim("iat", github.clock().now().plusSeconds(120).getEpochSecond()).sign(),
            token().claim("exp", "never").sign(),
            token().claim("aud", List.of()).sign(),
            token().without("repository_id").sign(),
            token().claim("repository_id", "1x").sign(),
            token().without("jti").sign(),
            good.substring(0, good.lastIndexOf('.') + 1),
            good.substring(0, good.lastIndexOf('.')),
            good + "a".repeat(20_000),
            good.replaceFirst("\\.", ".e30"),
            "a.b.c",
            "")) {
      assertThat(refused(bad)).isEqualTo(Kind.UNAUTHORIZED);
    }
  }

  @Test
  void aKeyIdMadeUpDoesNotMakeUsFetchEachTime() throws Exception {
    verify(token().sign());
    github.actions().retireOldKeys();
    String madeUp =
        "eyJhbGciOiJSUzI1NiIsImtpZCI6Im1hZGUtdXAifQ"
            + token().sign().substring(token().sign().indexOf('.'));
    for (int i = 0; i < 20; i++) {
      assertThat(refused(madeUp)).isEqualTo(Kind.UNAUTHORIZED);
    }
    assertThat(github.log().count(Endpoint.OIDC_KEYS)).isEqualTo(1);

    github.clock().advance(Duration.ofSeconds(31));
    assertThat(refused(madeUp)).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(refused(madeUp)).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(github.log().count(Endpoint.OIDC_KEYS)).isEqualTo(2);
  }

  @Test
  void aTokenOfAnotherIssuerCostsNoFetch() throws Exception {
    assertThat(refused(token().claim("iss", "https://evil.example.com").sign()))
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThat(github.log().count()).isZero();
  }

  @Test
  void anIssuerThatIsDownIsNoRefusal() throws Exception {
    github.faults().on(Endpoint.OIDC_KEYS).status(500);

    assertThat(refused(token().sign())).isEqualTo(Kind.SERVICE_UNAVAILABLE);
    assertThat(refused(token().sign())).isEqualTo(Kind.SERVICE_UNAVAILABLE);
    assertThat(github.log().count(Endpoint.OIDC_KEYS)).as("not asked at once again").isEqualTo(1);

    github.faults().clear();
    github.clock().advance(Duration.ofSeconds(3));
    assertThat(verify(token().sign()).repositoryId())
        .as("soon, while there is no key at all")
        .isEqualTo(api.id());
  }

  @Test
  void whoeverComesWhileKeysAreBeingFetchedWaitsForThem() throws Exception {
    var release = github.faults().on(Endpoint.OIDC_KEYS).times(1).hold();
    List<Future<OidcClaims>> runs = new ArrayList<>();
    runs.add(room.call(ConnectRoom.VERIFY_OIDC, new VerifyOidc(token().sign(), AUDIENCE)));
    github.log().await(Endpoint.OIDC_KEYS, 1, Duration.ofSeconds(5));
    for (int i = 0; i < 10; i++) {
      runs.add(room.call(ConnectRoom.VERIFY_OIDC, new VerifyOidc(token().sign(), AUDIENCE)));
    }
    release.complete(null);

    for (Future<OidcClaims> run : runs) {
      assertThat(Room.get(run).repositoryId()).isEqualTo(api.id());
    }
    assertThat(github.log().count(Endpoint.OIDC_KEYS)).isEqualTo(1);
  }

  @Test
  void knownKeysOutliveAnOutageOfHours() throws Exception {
    verify(token().sign());
    github.clock().advance(Duration.ofHours(5));
    github.faults().on(Endpoint.OIDC_KEYS).status(500);

    assertThat(verify(token().sign()).repositoryId()).isEqualTo(api.id());

    github.clock().advance(Duration.ofHours(20));
    assertThat(refused(token().sign())).isEqualTo(Kind.SERVICE_UNAVAILABLE);
  }

  @Test
  void aNewKeyIsFetchedWhenItIsFirstSeen() throws Exception {
    verify(token().sign());
    github.actions().rotateKey();
    github.clock().advance(Duration.ofSeconds(31));

    assertThat(verify(token().sign()).repository()).isEqualTo("acme/api");
    assertThat(github.log().count(Endpoint.OIDC_KEYS)).isEqualTo(2);
  }

  @Test
  void theClaimsAreThoseOfTheRun() throws Exception {
    OidcClaims claims = verify(token().environment("production").event("workflow_dispatch").sign());

    assertThat(claims.repositoryId()).isEqualTo(api.id());
    assertThat(claims.repositoryOwnerId()).isEqualTo(api.owner().id());
    assertThat(claims.ref()).isEqualTo("refs/heads/main");
    assertThat(claims.environment()).isEqualTo("production");
    assertThat(claims.eventName()).isEqualTo("workflow_dispatch");
    assertThat(claims.runAttempt()).isPositive();
    assertThat(claims.expiresAt()).isAfter(claims.issuedAt());
    assertThat(verify(token().sign()).environment()).isNull();
    assertThat(verify(token().claim("aud", List.of("x", AUDIENCE)).sign()).jti()).isNotEmpty();
  }

  private ActionsToken token() {
    return github.actions().token(api).audience(AUDIENCE);
  }

  private OidcClaims verify(String token) throws Exception {
    return room.ask(ConnectRoom.VERIFY_OIDC, new VerifyOidc(token, AUDIENCE));
  }

  private Kind refused(String token) throws Exception {
    return room.refusal(ConnectRoom.VERIFY_OIDC, new VerifyOidc(token, AUDIENCE)).kind();
  }
}
