package sh.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Platform;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.ApiKeyIdentity;
import sh.keyway.contracts.secrets.DeleteVault;
import sh.keyway.contracts.secrets.IdentifyApiKey;
import sh.keyway.contracts.secrets.ListVaults;
import sh.keyway.contracts.secrets.RecordRefusal;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;
import sh.keyway.gateway.support.Wire;

/** Who gets in (http-auth §2). */
class AuthenticationTest {
  private static final String VAULTS = "/v1/vaults";
  private final long later = Instant.now().getEpochSecond() + 3600;
  private final House house = new House();

  @BeforeEach
  void start() {
    house.room().forget();
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void withoutCredentialNobodyGetsIn() {
    Reply reply = house.call("GET", VAULTS);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.slug()).isEqualTo("unauthorized");
    assertThat(reply.detail()).isEqualTo("Authentication required");
    assertThat(reply.all("set-cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer ", "BEARER ", "Bearer", "Bearer:", "Basic ", "Token "})
  void onlyTheExactSchemeCounts(String scheme) {
    Reply reply = house.call("GET", VAULTS, "Authorization: " + scheme + Samples.KEY);
    assertThat(reply.detail()).isEqualTo("Authentication required");
  }

  @Test
  void anEmptyBearerFallsThroughToTheCookie() {
    String cookie = House.cookies(jwt(later));
    assertThat(house.call("GET", VAULTS, "Authorization: Bearer ", cookie).status()).isEqualTo(200);
  }

  @Test
  void aTokenInTheQueryIsIgnored() {
    Reply reply = house.call("GET", VAULTS + "?token=" + Samples.KEY);
    assertThat(reply.detail()).isEqualTo("Authentication required");
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void anApiKeyIsAskedForByItsHashAndKept() {
    for (int i = 0; i < 5; i++) {
      assertThat(house.get(VAULTS, "User-Agent: keyway-cli/dev").status()).isEqualTo(200);
    }
    assertThat(house.room().asked(IdentifyApiKey.class))
        .containsExactly(new IdentifyApiKey(Samples.hash(Samples.KEY)));
    Caller caller = house.room().asked(ListVaults.class).getFirst().caller();
    assertThat(caller.principal())
        .isEqualTo(
            new Principal.ApiKey(Samples.KEY_ID, Samples.USER_ID, EnumSet.allOf(Scope.class)));
    assertThat(caller.client().ip()).isEqualTo("127.0.0.1");
    assertThat(caller.client().platform()).isEqualTo(Platform.CLI);
    assertThat(caller.client().userAgent()).isEqualTo("keyway-cli/dev");
  }

  @Test
  void aLongUserAgentIsCut() {
    house.get(VAULTS, "User-Agent: " + "u".repeat(2000));
    assertThat(house.room().asked(ListVaults.class).getFirst().caller().client().userAgent())
        .hasSize(512);
  }

  @Test
  void lookUpsOfOneKeyAtOnceShareOneQuestion() {
    Promise<ApiKeyIdentity> answer = Promise.promise();
    house.room().answers(SecretsRoom.IDENTIFY_API_KEY, q -> answer.future());
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      wires.add(house.connect().send(House.head("GET", VAULTS, Samples.AUTHORIZATION) + "\r\n"));
    }
    // The gateway has one event loop: once a later request is answered, it has seen the earlier.
    house.call("GET", "/openapi.json");
    answer.complete(Samples.identity(EnumSet.allOf(Scope.class)));
    for (Wire wire : wires) {
      assertThat(wire.read().status()).isEqualTo(200);
      wire.close();
    }
    assertThat(house.room().asked(IdentifyApiKey.class)).hasSize(1);
  }

  @Test
  void failuresAreNotKept() {
    house.room().refuses(SecretsRoom.IDENTIFY_API_KEY, Problem.of(Kind.UNAUTHORIZED, "x"));
    Reply unknown = house.get(VAULTS);
    house.room().refuses(SecretsRoom.IDENTIFY_API_KEY, Problem.unavailable("y"));
    Reply down = house.get(VAULTS);
    house.room().says(SecretsRoom.IDENTIFY_API_KEY, Samples.identity(EnumSet.allOf(Scope.class)));
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.detail()).isEqualTo("Invalid or revoked API key");
    assertThat(unknown.all("set-cookie")).isEmpty();
    assertThat(down.status()).isEqualTo(503);
    assertThat(house.get(VAULTS).status()).isEqualTo(200);
  }

  @Test
  void aKeyARoomRefusesIsForgotten() {
    assertThat(house.get(VAULTS).status()).isEqualTo(200);
    house.room().refuses(SecretsRoom.LIST_VAULTS, Problem.of(Kind.UNAUTHORIZED, "revoked"));
    house.room().refuses(SecretsRoom.IDENTIFY_API_KEY, Problem.of(Kind.UNAUTHORIZED, "revoked"));
    Reply first = house.get(VAULTS);
    Reply second = house.get(VAULTS);
    assertThat(first.detail()).isEqualTo("revoked");
    assertThat(first.all("set-cookie")).isEmpty();
    assertThat(second.detail()).isEqualTo("Invalid or revoked API key");
    assertThat(house.room().asked(ListVaults.class)).hasSize(2);
  }

  @Test
  void aKeyThatExpiresWhileItIsKeptIsRefused() throws InterruptedException {
    Instant end = Instant.now().plusMillis(400);
    house.room().says(SecretsRoom.IDENTIFY_API_KEY, identity(List.of(), end));
    assertThat(house.get(VAULTS).status()).isEqualTo(200);
    while (Instant.now().isBefore(end)) {
      Thread.sleep(20);
    }
    Reply reply = house.get(VAULTS);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.detail()).isEqualTo("API key has expired");
  }

  @Test
  void aKeyIsUsedOnlyFromWhereItMayBe() {
    assertThat(from(List.of("10.0.0.0/8", "127.0.0.0/8"))).isEqualTo(200);
    assertThat(from(List.of("0.0.0.0/0"))).isEqualTo(200);
    assertThat(from(List.of("127.0.0.1"))).isEqualTo(200);
    assertThat(from(List.of("10.0.0.0/8", "::1", "::/0"))).isEqualTo(401);
    assertThat(from(List.of("rubbish"))).isEqualTo(401);
  }

  private int from(List<String> allowed) {
    try (House fresh = new House()) {
      fresh.room().says(SecretsRoom.IDENTIFY_API_KEY, identity(allowed, null));
      return fresh.get(VAULTS).status();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kw_",
        "kw_live_",
        "kw_live_short",
        "kw_prod_0123456789012345678901234567890123456789",
        "kw_live_012345678901234567890123456789012345678_",
        "kw_live_01234567890123456789012345678901234567890",
        "kw_test_\u00e9",
        "kw_live_ "
      })
  void aMisshapenKeyIsRefusedWithoutAsking(String key) {
    Reply reply = house.call("GET", VAULTS, "Authorization: Bearer " + key);
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.detail()).isEqualTo("Invalid API key format");
    assertThat(reply.all("set-cookie")).isEmpty();
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void aJwtGetsIn() {
    assertThat(bearer(jwt(later)).status()).isEqualTo(200);
    assertThat(house.room().asked(ListVaults.class).getFirst().caller().principal())
        .isInstanceOfSatisfying(
            Principal.Session.class,
            session -> assertThat(session.userId()).isEqualTo(Samples.USER_ID));
  }

  @Test
  void aBadJwtIsRefusedAndTheCookiesCleared() {
    String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    JsonObject good = claims(later);
    List<String> bad =
        List.of(
            "x",
            "a.b.c",
            "...",
            "ghp_0123456789",
            sign(header, good, "another-key-another-key-another-key"),
            sign("{\"alg\":\"none\"}", good, House.JWT_SECRET),
            unsigned("{\"alg\":\"none\"}", good),
            unsigned("{\"alg\":\"None\"}", good),
            unsigned(header, good),
            sign("{\"alg\":\"HS512\"}", good, House.JWT_SECRET),
            sign("{\"alg\":\"RS256\"}", good, House.JWT_SECRET),
            sign("{}", good, House.JWT_SECRET),
            sign(header, good.copy().put("iss", "other"), House.JWT_SECRET),
            sign(header, without(good, "iss"), House.JWT_SECRET),
            sign(header, without(good, "exp"), House.JWT_SECRET),
            sign(header, without(good, "sub"), House.JWT_SECRET),
            sign(header, good.copy().put("exp", "never"), House.JWT_SECRET),
            sign(header, good.copy().put("sub", "1-1-1-1-1"), House.JWT_SECRET),
            sign(header, good.copy().put("sub", "x' or 1=1"), House.JWT_SECRET),
            sign(header, good.copy().put("sub", 7), House.JWT_SECRET));
    for (String token : bad) {
      Reply reply = bearer(token);
      assertThat(reply.status()).as(token).isEqualTo(401);
      assertThat(reply.detail()).as(token).isEqualTo("Invalid or expired token");
      assertCookiesCleared(reply);
    }
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void anExpiredJwtHasNoGrace() {
    Reply reply = bearer(jwt(Instant.now().getEpochSecond() - 1));
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.detail()).isEqualTo("Invalid access token");
    assertCookiesCleared(reply);
  }

  @Test
  void aJwtWhoseUserIsGoneClearsTheCookies() {
    house.room().refuses(SecretsRoom.LIST_VAULTS, Problem.of(Kind.UNAUTHORIZED, "Session expired"));
    assertCookiesCleared(bearer(jwt(later)));
  }

  @Test
  void aFailureOfOursIsNever401() {
    house.room().refuses(SecretsRoom.LIST_VAULTS, Problem.unavailable("down"));
    Reply reply = bearer(jwt(later));
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.all("set-cookie")).isEmpty();
  }

  @Test
  void withoutTlsTheFirstSessionCookieCounts() {
    try (House plain = new House(House.config(null, "https://github.test", null))) {
      String good = jwt(later);
      assertThat(cookie(plain, "a=b; keyway_session=" + good + "; keyway_session=bad"))
          .isEqualTo(200);
      assertThat(cookie(plain, "keyway_session=" + good + "=cut")).isEqualTo(200);
      assertThat(cookie(plain, "keyway_session=bad; keyway_session=" + good)).isEqualTo(401);
      assertThat(cookie(plain, "xkeyway_session=" + good)).isEqualTo(401);
      assertThat(cookie(plain, "keyway_session")).isEqualTo(401);
      assertThat(cookie(plain, "keyway_session=")).isEqualTo(401);
      assertThat(cookie(plain, "keyway_session=" + Samples.KEY)).isEqualTo(200);
    }
  }

  @Test
  void theHeaderWinsOverTheCookie() {
    Reply reply = house.call("GET", VAULTS, "Authorization: Bearer bad", House.cookies(jwt(later)));
    assertThat(reply.status()).isEqualTo(401);
  }

  @Test
  void changesByCookieNeedAKnownOrigin() {
    String cookie = House.cookies(jwt(later));
    assertThat(change(cookie).status()).isEqualTo(403);
    assertThat(change(cookie, "Origin: https://evil.test").status()).isEqualTo(403);
    assertThat(change(cookie, "Origin: null").status()).isEqualTo(403);
    assertThat(house.room().asked(RecordRefusal.class)).hasSize(3);
    assertThat(house.room().asked(DeleteVault.class)).isEmpty();
    assertThat(change(cookie, "Origin: " + House.ORIGIN).status()).isEqualTo(204);
    assertThat(change(Samples.AUTHORIZATION, "Origin: https://evil.test").status()).isEqualTo(204);
    assertThat(change(House.cookies("bad")).status()).isEqualTo(401);
  }

  @Test
  void missingScopesAreNamed() {
    house.room().says(SecretsRoom.IDENTIFY_API_KEY, Samples.identity(Set.of(Scope.WRITE_SECRETS)));
    Reply reply = house.get(VAULTS);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.slug()).isEqualTo("forbidden");
    assertThat(reply.detail()).isEqualTo("API key missing required scope(s): read:secrets");
  }

  @Test
  void aSessionMayNotAdministerTheServer() {
    Reply reply = house.call("GET", "/v1/admin/users", "Authorization: Bearer " + jwt(later));
    assertThat(reply.status()).isEqualTo(403);
  }

  @Test
  void tooManyLookUpsAtOnceAreTurnedAway() {
    house.room().answers(SecretsRoom.IDENTIFY_API_KEY, q -> Future.future(never -> {}));
    try (Wire wire = house.connect()) {
      for (int i = 0; i < 1000; i++) {
        try (Wire other = house.connect()) {
          other.send(House.head("GET", VAULTS, "Authorization: Bearer " + Samples.key(i)) + "\r\n");
          house.call("GET", "/openapi.json");
        }
      }
      wire.send(House.head("GET", VAULTS, "Authorization: Bearer " + Samples.key(5000)) + "\r\n");
      assertThat(wire.read().status()).isEqualTo(503);
    }
  }

  private Reply bearer(String token) {
    return house.call("GET", VAULTS, "Authorization: Bearer " + token);
  }

  private static int cookie(House at, String value) {
    return at.call("GET", VAULTS, "Cookie: " + value).status();
  }

  private Reply change(String... headers) {
    return house.call("DELETE", "/v1/vaults/acme/api", headers);
  }

  private static void assertCookiesCleared(Reply reply) {
    assertThat(reply.all("set-cookie"))
        .containsExactly(
            "keyway_session=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                + " HttpOnly; Secure; SameSite=Lax",
            "keyway_logged_in=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                + " Secure; SameSite=Lax",
            "__Host-keyway_bound=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                + " HttpOnly; Secure; SameSite=Lax");
  }

  private static ApiKeyIdentity identity(List<String> allowed, @Nullable Instant end) {
    return new ApiKeyIdentity(
        UUID.randomUUID(), Samples.USER_ID, EnumSet.allOf(Scope.class), allowed, end);
  }

  private static String jwt(long end) {
    return sign("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims(end), House.JWT_SECRET);
  }

  private static JsonObject claims(long end) {
    return new JsonObject()
        .put("userId", Samples.USER_ID.toString())
        .put("forgeType", "github")
        .put("forgeUserId", "1001")
        .put("username", "alice")
        .put("iat", end - 7200)
        .put("exp", end)
        .put("iss", "keyway-api")
        .put("sub", Samples.USER_ID.toString());
  }

  private static JsonObject without(JsonObject claims, String name) {
    JsonObject copy = claims.copy();
    copy.remove(name);
    return copy;
  }

  private static String unsigned(String header, JsonObject claims) {
    return base64(header) + "." + base64(claims.encode()) + ".";
  }

  private static String sign(String header, JsonObject claims, String secret) {
    String content = base64(header) + "." + base64(claims.encode());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
      return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
