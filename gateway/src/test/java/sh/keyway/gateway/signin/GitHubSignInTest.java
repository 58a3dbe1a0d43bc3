package sh.keyway.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.CancelSignIn;
import sh.keyway.contracts.secrets.CompleteSignIn;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SignInCompleted;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** To GitHub and back (http-auth §3.6–3.8). */
class GitHubSignInTest {
  private static final String START = "/v1/auth/github/start";
  private static final String CALLBACK = "/v1/auth/callback";
  private static final String BACK = CALLBACK + "?code=the-code&state=the-state";
  private static final String VERIFIER = "Cookie: __Host-keyway_signin=the-verifier";

  private final House house = House.withGitHub();

  @BeforeEach
  void start() {
    house.room().forget();
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void aBrowserIsSentToGitHubAndMayComeBackToAnAllowedPage() {
    Reply reply = house.call("GET", START + "?redirect_uri=https%3A%2F%2Fapp.example.test%2Fx");
    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("location")).startsWith("https://github.test/login/oauth/authorize?");
    assertThat(house.room().asked(StartSignIn.class))
        .containsExactly(new StartSignIn(null, "https://app.example.test/x"));
    assertThat(house.call("GET", START).status()).isEqualTo(302);
  }

  @Test
  void anAttackerFindsNoOpenRedirect() {
    Reply reply = house.call("GET", START + "?redirect_uri=https%3A%2F%2Fevil.test");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("bad-request");
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void aBrowserThatComesBackIsSignedIn() {
    Reply reply = house.call("GET", BACK, VERIFIER);
    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("location")).isEqualTo(House.ORIGIN + "/home");
    List<String> cookies = reply.all("set-cookie");
    assertThat(cookies).hasSize(4);
    assertThat(cookies.get(0)).startsWith("__Host-keyway_signin=; Max-Age=0;");
    assertThat(cookies.get(1))
        .matches(
            "keyway_session=[A-Za-z0-9_.-]+; Max-Age=[0-9]+; Path=/; HttpOnly; Secure;"
                + " SameSite=Lax");
    assertThat(cookies.get(2))
        .matches("keyway_logged_in=true; Max-Age=[0-9]+; Path=/; Secure; SameSite=Lax");
    assertThat(cookies.get(3))
        .matches(
            "__Host-keyway_bound=[A-Za-z0-9_-]{43}; Max-Age=[0-9]+; Path=/; HttpOnly; Secure;"
                + " SameSite=Lax");
    long life = Samples.SESSION.expiresAt().getEpochSecond() - Instant.now().getEpochSecond();
    assertThat(cookies.subList(1, 4))
        .allSatisfy(c ->
            assertThat(Long.parseLong(c.replaceAll(".*Max-Age=([0-9]+);.*", "$1")))
                .isBetween(life - 10, life + 1));
    CompleteSignIn asked = house.room().asked(CompleteSignIn.class).getFirst();
    assertThat(List.of(asked.code(), asked.state(), String.valueOf(asked.verifier())))
        .isEqualTo(List.of("the-code", "the-state", "the-verifier"));
    assertThat(asked.redirectUri()).isEqualTo(House.API + CALLBACK);
  }

  @Test
  void aBrowserGoesBackToWhereItWantedTo() {
    house
        .room()
        .says(
            SecretsRoom.COMPLETE_SIGN_IN,
            new SignInCompleted(Samples.SESSION, null, House.ORIGIN + "/x"));
    assertThat(house.call("GET", BACK, VERIFIER).header("location")).isEqualTo(House.ORIGIN + "/x");
  }

  @Test
  void aDeviceIsNotSignedInBeforeItsUserSaysSo() {
    house
        .room()
        .says(SecretsRoom.COMPLETE_SIGN_IN, new SignInCompleted(null, Samples.APPROVAL, null));
    Reply reply = house.call("GET", BACK, VERIFIER);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("action=\"/v1/auth/device/approve\"", "acme/api");
    assertThat(reply.all("set-cookie"))
        .noneMatch(c -> c.startsWith("keyway_"))
        .anyMatch(c -> c.startsWith("__Host-keyway_approval=approval-cookie;"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-No: cookie", "Cookie: keyway_signin=planted-by-a-sibling-host"})
  void anAttackerSignsNoVictimInAsThemselves(String header) {
    house.room().refuses(SecretsRoom.COMPLETE_SIGN_IN, Problem.of(Kind.UNAUTHORIZED, "x"));
    Reply reply = house.call("GET", BACK, header);
    assertThat(house.room().asked(CompleteSignIn.class).getFirst().verifier()).isNull();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("<title>Keyway - Authentication Error</title>");
    assertThat(reply.all("set-cookie")).isEmpty();
  }

  @Test
  void withoutTlsTheCookieHasItsPlainName() {
    try (House plain =
        new House(House.config("http://k.test:3000", "https://github.test", House.APP))) {
      String kept = plain.call("GET", START).header("set-cookie");
      assertThat(kept).startsWith("keyway_signin=the-verifier;").doesNotContain("Secure");
      plain.call("GET", BACK, "Cookie: keyway_signin=the-verifier");
      assertThat(plain.room().asked(CompleteSignIn.class).getFirst().verifier())
          .isEqualTo("the-verifier");
    }
  }

  @Test
  void aNoAtGitHubEndsTheSignIn() {
    Reply reply = house.call("GET", CALLBACK + "?error=access_denied&state=s&code=c", VERIFIER);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("<title>Keyway - Authorization Denied</title>");
    assertThat(house.room().asked()).containsExactly(new CancelSignIn("s", "the-verifier"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?setup_action=install&installation_id=7",
        "?setup_action=install&installation_id=7&code=c",
        "?setup_action=update&installation_id=7&state=s",
        "?setup_action=update&installation_id=7&code=c&state=forged"
      })
  void installingTheAppSignsNobodyIn(String query) {
    house.room().refuses(SecretsRoom.COMPLETE_SIGN_IN, Problem.of(Kind.UNAUTHORIZED, "x"));
    Reply reply = house.call("GET", CALLBACK + query);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("<title>Keyway - Setup Complete</title>");
    assertThat(reply.all("set-cookie")).isEmpty();
  }

  @Test
  void aRequestToInstallIsNotSaidToBeAnInstallation() {
    Reply reply = house.call("GET", CALLBACK + "?setup_action=request");
    assertThat(reply.body()).contains("not installed yet").doesNotContain("Setup Complete");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?code=c", "?state=s"})
  void halfAnAnswerIsRefused(String query) {
    Reply reply = house.call("GET", CALLBACK + query);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("bad-request");
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void anOutageOfGitHubIsNoRefusal() {
    house.room().refuses(SecretsRoom.COMPLETE_SIGN_IN, Problem.unavailable("GitHub is down"));
    Reply reply = house.call("GET", BACK, VERIFIER);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).contains("GitHub is down");
  }

  @Test
  void withoutAnAppThereIsNothingToSignInAt() {
    try (House local = new House()) {
      assertThat(local.call("GET", START).status()).isEqualTo(404);
      assertThat(local.call("GET", BACK).status()).isEqualTo(404);
      assertThat(local.room().asked()).isEmpty();
    }
  }
}
