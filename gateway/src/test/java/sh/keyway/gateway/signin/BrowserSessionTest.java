package sh.keyway.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.EndSession;
import sh.keyway.contracts.secrets.RecordRefusal;
import sh.keyway.contracts.secrets.RedeemLoginLink;
import sh.keyway.contracts.secrets.RevokeSessions;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.ShowLoginLink;
import sh.keyway.contracts.secrets.WhoAmI;
import sh.keyway.gateway.GatewayConfig;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** Login links, cookies, tokens, signing out (http-auth §2.3, §2.4, §3.10). */
class BrowserSessionTest {
  private static final String LOGOUT = "/v1/auth/logout";
  private static final String SESSIONS = "/v1/auth/sessions";
  private static final String OWN = "Origin: " + House.API;
  private static final Principal WHO =
      new Principal.Session(Samples.USER_ID, Samples.SESSION.sessionId());

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
  void lookingAtALoginLinkDoesNotUseItUp() {
    Reply reply = house.call("GET", SignInPaths.LOGIN_LINK + "?token=abc");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .contains("Sign in as alice?", "<input type=\"hidden\" name=\"token\" value=\"abc\">");
    assertThat(reply.all("set-cookie")).isEmpty();
    assertThat(house.room().asked()).containsExactly(new ShowLoginLink("abc"));
  }

  @Test
  void aClickOnItSignsTheBrowserIn() {
    Reply reply = house.form(SignInPaths.LOGIN_LINK, "token=abc", OWN);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("alice", SignInPaths.VERIFY, House.ORIGIN + "/home");
    assertThat(reply.header("set-cookie")).startsWith("keyway_session=" + house.token() + ";");
    assertThat(house.room().asked(RedeemLoginLink.class).getFirst().token()).isEqualTo("abc");
  }

  @Test
  void aLoginLinkThatIsOverSignsNobodyIn() {
    house.room().refuses(SecretsRoom.SHOW_LOGIN_LINK, Problem.of(Kind.NOT_FOUND, "x"));
    house.room().refuses(SecretsRoom.REDEEM_LOGIN_LINK, Problem.of(Kind.NOT_FOUND, "x"));
    assertThat(house.call("GET", SignInPaths.LOGIN_LINK + "?token=abc").body())
        .contains("Link Expired");
    Reply reply = house.form(SignInPaths.LOGIN_LINK, "token=abc", OWN);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.all("set-cookie")).isEmpty();
    assertThat(house.call("GET", SignInPaths.LOGIN_LINK).status()).isEqualTo(400);
  }

  @Test
  void anAttackersPageCannotUseALoginLinkOnItsVisitor() {
    for (String origin : List.of("https://evil.test", "null", House.ORIGIN)) {
      Reply reply = house.form(SignInPaths.LOGIN_LINK, "token=abc", "Origin: " + origin);
      assertThat(reply.status()).as(origin).isEqualTo(403);
    }
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void theTokenSaysWhatTheContractSaysAndItsSession() {
    String token = house.token();
    String claims =
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    assertThat(new JsonObject(claims))
        .isEqualTo(
            new JsonObject()
                .put("userId", Samples.USER_ID.toString())
                .put("forgeType", "github")
                .put("forgeUserId", "1001")
                .put("username", "alice")
                .put("iat", Samples.SESSION.issuedAt().getEpochSecond())
                .put("exp", Samples.SESSION.expiresAt().getEpochSecond())
                .put("iss", "keyway-api")
                .put("sub", Samples.USER_ID.toString())
                .put("jti", Samples.SESSION.sessionId().toString()));
    assertThat(house.token()).isEqualTo(token);
  }

  @Test
  void theCookiesAreClearedWithTheAttributesTheyWereSetWith() {
    GatewayConfig base = House.config("https://api.k.test", "https://github.test", null);
    GatewayConfig.Web web = base.web();
    GatewayConfig wide =
        new GatewayConfig(
            base.host(),
            0,
            base.jwtSecret(),
            new GatewayConfig.Web(
                web.allowedOrigins(),
                web.errorBaseUrl(),
                web.githubUrl(),
                web.publicUrl(),
                null,
                null,
                "k.test"),
            null);
    try (House at = new House(wide)) {
      assertThat(attributes(at.form(SignInPaths.LOGIN_LINK, "token=a")))
          .isEqualTo(attributes(at.call("POST", LOGOUT)))
          .anyMatch(a -> a.equals("__Host-keyway_bound; Path=/; HttpOnly; Secure; SameSite=Lax"))
          .filteredOn(a -> a.startsWith("keyway_"))
          .hasSize(2)
          .allMatch(attributes -> attributes.contains("; Domain=k.test; Path=/"));
    }
  }

  private static List<String> attributes(Reply reply) {
    return reply.all("set-cookie").stream()
        .map(c -> c.replaceAll("=[^;]*; Max-Age=[0-9]+|; Expires=[^;]*", ""))
        .toList();
  }

  @Test
  void signingOutEndsTheSessionOfABearer() {
    Reply reply = house.call("POST", LOGOUT, bearer());
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.all("set-cookie")).hasSize(3).allMatch(c -> c.contains("Max-Age=0"));
    assertThat(house.room().asked(EndSession.class).getFirst().caller().principal()).isEqualTo(WHO);
  }

  @Test
  void anAttackersPageSignsNobodyOut() {
    for (String origin : List.of("Origin: https://evil.test", "Origin: null")) {
      for (String credential : List.of(cookie(), bearer())) {
        Reply reply = house.call("POST", LOGOUT, credential, origin);
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.all("set-cookie")).isEmpty();
      }
    }
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void signingOutByCookieTakesAnAllowedOrigin() {
    assertThat(house.call("POST", LOGOUT, cookie()).status()).isEqualTo(204);
    assertThat(house.call("POST", LOGOUT).status()).isEqualTo(204);
    assertThat(house.call("POST", LOGOUT, "Authorization: Bearer rubbish").status()).isEqualTo(204);
    assertThat(house.room().asked()).isEmpty();
    house.call("POST", LOGOUT, cookie(), "Origin: " + House.ORIGIN);
    house.call("POST", LOGOUT, cookie(), OWN);
    assertThat(house.room().asked(EndSession.class)).hasSize(2);
  }

  @Test
  void signingOutIsNotClaimedWhenTheSessionCouldNotBeEnded() {
    house.room().refuses(SecretsRoom.END_SESSION, Problem.unavailable("down"));
    Reply reply = house.call("POST", LOGOUT, bearer());
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.all("set-cookie")).hasSize(3);
  }

  @Test
  void sessionsAreListedAndEnded() {
    Reply list = house.call("GET", SESSIONS, bearer());
    assertThat(list.data().encode())
        .isEqualTo(
            "{\"sessions\":[{\"id\":\"44444444-4444-4444-8444-444444444444\",\"method\":\"web\","
                + "\"createdAt\":\"2026-11-23T08:07:42.000Z\","
                + "\"expiresAt\":\"2026-11-23T08:07:42.000Z\",\"ip\":\"127.0.0.1\","
                + "\"userAgent\":null,\"current\":true}]}");
    assertThat(house.call("DELETE", SESSIONS, bearer()).status()).isEqualTo(204);
    assertThat(house.call("DELETE", SESSIONS + "/" + Samples.KEY_ID, bearer()).status())
        .isEqualTo(204);
    assertThat(house.call("DELETE", SESSIONS + "/1", bearer()).status()).isEqualTo(400);
    assertThat(house.room().asked(RevokeSessions.class))
        .extracting(RevokeSessions::id)
        .containsExactly(null, Samples.KEY_ID);
  }

  @Test
  void aLeakedKeyCannotEndItsOwnersSessions() {
    for (String target : List.of(SESSIONS, SESSIONS + "/" + UUID.randomUUID())) {
      assertThat(house.delete(target).status()).isEqualTo(403);
      assertThat(
              house.call("DELETE", target, "Authorization: Bearer ghp_" + "a".repeat(36)).status())
          .isEqualTo(403);
    }
    assertThat(house.get(SESSIONS).status()).isEqualTo(403);
    assertThat(house.room().asked(RevokeSessions.class)).isEmpty();
    assertThat(house.room().asked(RecordRefusal.class)).hasSize(5);
  }

  @Test
  void anAttackersPageCannotWriteWithItsVisitorsCookie() {
    for (String origin : List.of("X-No: origin", "Origin: null", "Origin: https://evil.test")) {
      assertThat(house.call("DELETE", SESSIONS, cookie(), origin).status()).isEqualTo(403);
    }
    assertThat(house.room().asked(RevokeSessions.class)).isEmpty();
  }

  @Test
  void anAttackerOnASiblingHostReplacesNoSession() {
    String bound = cookie().substring("Cookie: keyway_session=".length() + house.token().length());
    String planted = "keyway_session=" + Samples.KEY;
    assertThat(me("Cookie: " + planted)).isEqualTo(401);
    assertThat(me("Cookie: " + planted + bound)).isEqualTo(401);
    assertThat(house.room().asked()).isEmpty();
    assertThat(me(cookie() + "; " + planted)).isEqualTo(200);
    assertThat(me("Cookie: " + planted + "; " + cookie().substring("Cookie: ".length())))
        .isEqualTo(200);
    assertThat(house.room().asked(WhoAmI.class))
        .hasSize(2)
        .allMatch(asked -> asked.caller().principal().equals(WHO));
  }

  @Test
  void anAttackerOnASiblingHostJamsNoSessionWithRubbish() {
    String rubbish = "Cookie: keyway_session=rubbish; keyway_session=; keyway_session; ";
    Reply reply =
        house.call("GET", "/v1/users/me", rubbish + cookie().substring("Cookie: ".length()));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.all("set-cookie")).isEmpty();
  }

  private int me(String cookies) {
    return house.call("GET", "/v1/users/me", cookies).status();
  }

  @Test
  void usersMeIsTheCallersOwnRow() {
    assertThat(house.call("GET", "/v1/users/me", cookie()).data().encode())
        .isEqualTo(
            "{\"id\":\"22222222-2222-4222-8222-222222222222\",\"forgeType\":\"local\","
                + "\"forgeUserId\":\"1001\",\"username\":\"alice\",\"email\":null,"
                + "\"avatarUrl\":null,\"plan\":\"free\","
                + "\"createdAt\":\"2026-11-23T08:07:42.000Z\"}");
  }

  private String bearer() {
    return "Authorization: Bearer " + house.token();
  }

  private String cookie() {
    return House.cookies(house.token());
  }
}
