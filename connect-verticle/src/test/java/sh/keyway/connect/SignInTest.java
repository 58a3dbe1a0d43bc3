package sh.keyway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.ExchangeCode;
import sh.keyway.contracts.connect.GitHubUser;
import sh.keyway.contracts.connect.IdentifyToken;
import sh.keyway.contracts.connect.RefreshTokens;
import sh.keyway.contracts.connect.SignedIn;
import sh.keyway.contracts.connect.UserTokens;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.FakeGitHub;

/** Codes, refresh tokens and personal tokens to users. */
class SignInTest {
  private static final String CALLBACK = "http://127.0.0.1:1/v1/auth/callback";
  private static final String VERIFIER = "a".repeat(50);

  private final FakeGitHub github = FakeGitHub.start();
  private final sh.keyway.testkit.github.GitHubUser ann = github.user("ann");
  private Room room;

  @BeforeEach
  void open() throws Exception {
    github.app().callback(CALLBACK);
    room = Room.beside(github);
  }

  @AfterEach
  void close() {
    room.close();
    github.close();
  }

  @Test
  void aStolenCodeIsWorthNothingWithoutItsVerifier() throws Exception {
    String code = code();

    assertThat(exchangeRefused(new ExchangeCode(code, "b".repeat(50), CALLBACK)))
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void aCodeIsGoodOnce() throws Exception {
    String code = code();
    room.ask(ConnectRoom.EXCHANGE_CODE, new ExchangeCode(code, VERIFIER, CALLBACK));

    assertThat(exchangeRefused(new ExchangeCode(code, VERIFIER, CALLBACK)))
        .isEqualTo(Kind.UNAUTHORIZED);
    assertThat(exchangeRefused(new ExchangeCode("made-up", VERIFIER, CALLBACK)))
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void anOutageIsNotABadCode() throws Exception {
    github.faults().on(Endpoint.ACCESS_TOKEN).times(1).unicorn();
    github.faults().on(Endpoint.ACCESS_TOKEN).times(1).malformed();
    github.faults().on(Endpoint.ACCESS_TOKEN).times(1).drop();
    github.faults().on(Endpoint.ACCESS_TOKEN).times(1).silence();
    for (int i = 0; i < 4; i++) {
      assertThat(exchangeRefused(new ExchangeCode("code", VERIFIER, CALLBACK)))
          .isEqualTo(Kind.SERVICE_UNAVAILABLE);
    }

    assertThat(exchangeRefused(new ExchangeCode("code", VERIFIER, CALLBACK)))
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void aWrongClientSecretIsOurFaultNotTheUsers() throws Exception {
    ConnectConfig right = Room.config(github, Room.LIMITS);
    ConnectConfig wrong =
        new ConnectConfig(
            right.api(),
            right.web(),
            right.appId(),
            right.clientId(),
            "wrong",
            right.key(),
            right.installUrl(),
            right.oidcIssuer(),
            right.oidcKeys(),
            null,
            right.limits());
    try (Room other = new Room(wrong, () -> github.clock().now())) {
      assertThat(
              other
                  .refusal(ConnectRoom.EXCHANGE_CODE, new ExchangeCode(code(), VERIFIER, CALLBACK))
                  .kind())
          .isEqualTo(Kind.SERVICE_UNAVAILABLE);
    }
  }

  @Test
  void aSignInGivesUserAndTokens() throws Exception {
    ann.email("old@example.com", false, true).email("ann@example.com", true, true);

    SignedIn in = room.ask(ConnectRoom.EXCHANGE_CODE, new ExchangeCode(code(), VERIFIER, CALLBACK));

    assertThat(in.user().id()).isEqualTo(ann.id());
    assertThat(in.user().login()).isEqualTo("ann");
    assertThat(in.user().email()).isEqualTo("ann@example.com");
    assertThat(in.tokens().expiresAt())
        .isBetween(
            github.clock().now().plus(Duration.ofHours(7)),
            github.clock().now().plus(Duration.ofHours(9)));
    assertThat(in.tokens().refreshExpiresAt()).isAfter(in.tokens().expiresAt());
    assertThat(identify(in.tokens().accessToken())).isEqualTo(in.user());
  }

  @Test
  void anAppWhoseTokensDoNotExpireHasNothingToRefresh() throws Exception {
    github.app().expiringTokens(false);

    UserTokens tokens =
        room.ask(ConnectRoom.EXCHANGE_CODE, new ExchangeCode(code(), VERIFIER, CALLBACK)).tokens();

    assertThat(tokens.expiresAt()).isNull();
    assertThat(tokens.refreshToken()).isNull();
  }

  @Test
  void aRefreshTokenIsGoodOnce() throws Exception {
    String refresh = Objects.requireNonNull(ann.appTokens().refresh());

    UserTokens fresh = room.ask(ConnectRoom.REFRESH_TOKENS, new RefreshTokens(refresh));

    assertThat(identify(fresh.accessToken()).id()).isEqualTo(ann.id());
    assertThat(room.refusal(ConnectRoom.REFRESH_TOKENS, new RefreshTokens(refresh)).kind())
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  static Stream<String> notGitHubTokens() {
    return Stream.of(
        "",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "kw_live_" + "a".repeat(40),
        "a".repeat(40),
        "ghp_short",
        "ghp_" + "a".repeat(300),
        "ghp_" + "a".repeat(20) + "\r\nX: y",
        "ghs_" + "a".repeat(36),
        "ghr_" + "a".repeat(36),
        " ghp_" + "a".repeat(36));
  }

  @ParameterizedTest
  @MethodSource("notGitHubTokens")
  void whatIsNoGitHubTokenIsNeverSentThere(String token) throws Exception {
    assertThat(identifyRefused(token)).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(github.log().count()).isZero();
  }

  @Test
  void aTokenAnotherAppHoldsDoesNotLogItsOwnerInHere() throws Exception {
    assertThat(identifyRefused(ann.foreignOAuthToken("repo"))).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(github.log().count(Endpoint.USER)).isZero();
  }

  @Test
  void aRevokedTokenIsRefusedAndAnOutageIsNotARefusal() throws Exception {
    String token = ann.classicToken("repo");
    assertThat(identify(token).login()).isEqualTo("ann");

    github.faults().on(Endpoint.USER).times(1).status(502);
    assertThat(identifyRefused(token)).isEqualTo(Kind.SERVICE_UNAVAILABLE);

    github.revoke(token);
    assertThat(identifyRefused(token)).isEqualTo(Kind.UNAUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 422, 451})
  void whatIsNot401DoesNotSayThatATokenIsNone(int status) throws Exception {
    String token = ann.classicToken("repo");
    github.faults().on(Endpoint.USER).times(1).status(status);

    assertThat(identifyRefused(token)).isEqualTo(Kind.SERVICE_UNAVAILABLE);
    assertThat(identify(token).login()).isEqualTo("ann");
  }

  @Test
  void aFineGrainedTokenNamesItsOwnerAndItsAddressIfItMay() throws Exception {
    String token = ann.fineGrainedToken(ann).create();

    assertThat(identify(token).id()).isEqualTo(ann.id());

    github.faults().on(Endpoint.USER_EMAILS).status(500);
    assertThat(identify(token).email()).isNull();
  }

  @Test
  void aPublicAddressWins() throws Exception {
    ann.publicEmail("public@example.com");

    assertThat(identify(ann.classicToken("user")).email()).isEqualTo("public@example.com");
    assertThat(github.log().count(Endpoint.USER_EMAILS)).isZero();
  }

  private String code() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
    String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    URI back =
        github
            .browser()
            .authorize(
                "%s/login/oauth/authorize?client_id=%s&redirect_uri=%s&state=s&code_challenge=%s&code_challenge_method=S256"
                    .formatted(
                        github.webUrl(),
                        github.app().clientId(),
                        URLEncoder.encode(CALLBACK, StandardCharsets.UTF_8),
                        challenge),
                ann);
    return Arrays.stream(back.getRawQuery().split("&"))
        .filter(part -> part.startsWith("code="))
        .map(part -> part.substring(5))
        .findFirst()
        .orElseThrow();
  }

  private GitHubUser identify(String token) throws Exception {
    return room.ask(ConnectRoom.IDENTIFY_TOKEN, new IdentifyToken(token));
  }

  private @Nullable Kind identifyRefused(String token) throws Exception {
    return room.refusal(ConnectRoom.IDENTIFY_TOKEN, new IdentifyToken(token)).kind();
  }

  private Kind exchangeRefused(ExchangeCode ask) throws Exception {
    return room.refusal(ConnectRoom.EXCHANGE_CODE, ask).kind();
  }
}
