package sh.keyway.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.DecideDevice;
import sh.keyway.contracts.secrets.DeviceApproval;
import sh.keyway.contracts.secrets.DeviceDecided;
import sh.keyway.contracts.secrets.DevicePolled;
import sh.keyway.contracts.secrets.DevicePolled.Status;
import sh.keyway.contracts.secrets.PollDevice;
import sh.keyway.contracts.secrets.RequestApproval;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.StartDevice;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** Signing a program in that has no browser (http-auth §3.2–3.5, §4.3). */
class DeviceSignInTest {
  private static final String START = "/v1/auth/device/start";
  private static final String POLL = "/v1/auth/device/poll";
  private static final String OWN = "Origin: " + House.API;
  private static final String CODE = "user_code=TBSA8-37X2X";
  private static final String APPROVE = "token=approval-token&decision=approve";
  private static final String APPROVAL_COOKIE = "Cookie: __Host-keyway_approval=approval-cookie";

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
  void aStartIsAnsweredAsTheCommandLineReadsIt() {
    Reply reply =
        json(START, "{\"repository\":\"acme/api\",\"ownerId\":9007199254740993,\"repoId\":8}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo(
            "{\"deviceCode\":\""
                + "ab".repeat(32)
                + "\",\"userCode\":\"TBSA8-37X2X\","
                + "\"verificationUri\":\"https://api.example.test/v1/auth/device/verify\","
                + "\"verificationUriComplete\":\"https://api.example.test/v1/auth/device/verify"
                + "?user_code=TBSA8-37X2X\",\"expiresIn\":900,\"interval\":5,"
                + "\"githubAppInstallUrl\":\"https://github.test/apps/keyway/installations/new"
                + "/permissions?suggested_target_id=9007199254740993&repository_ids[]=8\"}");
    StartDevice asked = house.room().asked(StartDevice.class).getFirst();
    assertThat(asked.repository()).isEqualTo("acme/api");
    assertThat(asked.ownerId()).isEqualTo(9_007_199_254_740_993L);
    assertThat(asked.client().ip()).isEqualTo("127.0.0.1");
  }

  @Test
  void withoutAPublicAddressItIsWhereWeListen() {
    try (House local = new House(House.config(null, "https://github.test", null))) {
      Reply reply = House.send(local.port(), "POST", START, "{}");
      assertThat(reply.json().getString("verificationUri"))
          .isEqualTo("http://127.0.0.1:" + local.port() + "/v1/auth/device/verify");
      assertThat(reply.json().getValue("githubAppInstallUrl")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"repository\":null}",
        "{\"repository\":7}",
        "{\"ownerId\":null}",
        "{\"ownerId\":0}",
        "{\"repoId\":-1}",
        "{\"repoId\":1.5}",
        "{\"repoId\":\"1\"}",
        "{\"repoId\":9223372036854775808}"
      })
  void aBadStartIsRefusedAndNothingAsked(String body) {
    Reply reply = json(START, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("validation-error");
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void pollsAreAnsweredAsTheContractSays() {
    assertThat(json(POLL, "{\"deviceCode\":\"dc\"}").body()).isEqualTo("{\"status\":\"pending\"}");
    assertThat(house.room().asked(PollDevice.class).getFirst().deviceCode()).isEqualTo("dc");
    Reply expired = polled(Status.EXPIRED);
    assertThat(expired.status()).isEqualTo(400);
    assertThat(expired.json().getString("status")).isEqualTo("expired");
    assertThat(expired.json().getString("error")).isEqualTo("device_code_expired");
    Reply denied = polled(Status.DENIED);
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.json().getString("error")).isEqualTo("authorization_denied");
    house.room().refuses(SecretsRoom.POLL_DEVICE, Problem.of(Kind.NOT_FOUND, "x"));
    assertThat(json(POLL, "{\"deviceCode\":\"dc\"}").slug()).isEqualTo("not-found");
    assertThat(json(POLL, "{\"deviceCode\":\"\"}").slug()).isEqualTo("validation-error");
    assertThat(json(POLL, "{}").slug()).isEqualTo("validation-error");
  }

  @Test
  void anApprovedPollGivesATokenThatGetsInAndIsTheSameWhenAskedAgain() {
    Reply first = polled(Status.APPROVED);
    Reply again = polled(Status.APPROVED);
    String token = first.json().getString("keywayToken");
    assertThat(first.json().getString("githubLogin")).isEqualTo("alice");
    assertThat(first.json().getString("expiresAt")).endsWith(".000Z");
    assertThat(again.json().getString("keywayToken")).isEqualTo(token);
    assertThat(house.call("GET", "/v1/users/me", "Authorization: Bearer " + token).status())
        .isEqualTo(200);
  }

  @Test
  void theVerifyPageHasWhatTheContractSays() {
    Reply empty = house.call("GET", SignInPaths.VERIFY);
    assertThat(empty.status()).isEqualTo(200);
    assertThat(empty.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(empty.body())
        .contains(
            "<title>Keyway - Device Verification</title>",
            "Verify Your Device",
            "What Keyway will access",
            "NEVER reads your repository code",
            "<form id=\"verifyForm\" action=\"/v1/auth/device/verify\" method=\"POST\">",
            "<input type=\"text\" name=\"user_code\" id=\"userCodeInput\""
                + " placeholder=\"XXXXX-XXXXX\" pattern=\"[A-Z0-9]{5}-[A-Z0-9]{5}\""
                + " maxlength=\"11\"",
            "autofocus")
        .doesNotContain("Code detected", "readonly");
    String given = house.call("GET", SignInPaths.VERIFY + "?user_code=tbsa8-37x2x").body();
    assertThat(given).contains("Code detected", "TBSA8-37X2X", "readonly");
    assertThat(given).doesNotContain("autofocus");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "%3Cb%3Eabcdefg",
        "ABCDE-1234%22",
        "%27onfocus=x%27"
      })
  void anAttackerInjectsNoHtmlIntoTheVerifyPage(String code) {
    String plain = house.call("GET", SignInPaths.VERIFY).body();
    assertThat(house.call("GET", SignInPaths.VERIFY + "?user_code=" + code).body())
        .isEqualTo(plain);
  }

  @Test
  void anAttackerInjectsNoHtmlThroughWhatTheProgramSaidOfItself() {
    house
        .room()
        .says(
            SecretsRoom.REQUEST_APPROVAL,
            new DeviceApproval(
                "\"><i>", "c", "<b>eve", "<script>x</script>", "<u>", Samples.THEN, "<s>"));
    assertThat(house.form(SignInPaths.VERIFY, CODE, OWN, session()).body())
        .contains("&lt;script&gt;", "&lt;b&gt;eve", "value=\"&quot;&gt;&lt;i&gt;\"")
        .doesNotContain("<script", "<i>", "<b>", "<u>", "<s>");
  }

  @Test
  void aBrowserThatIsNotSignedInGoesToGitHubWithPkce() {
    Reply reply = house.form(SignInPaths.VERIFY, "user_code=+tbsa8-37x2x+", OWN);
    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("location"))
        .isEqualTo(
            "https://github.test/login/oauth/authorize?client_id=Iv1.client"
                + "&redirect_uri=https%3A%2F%2Fapi.example.test%2Fv1%2Fauth%2Fcallback"
                + "&scope=read%3Auser+user%3Aemail+read%3Aorg&state=the-state"
                + "&code_challenge=the-challenge&code_challenge_method=S256");
    assertThat(reply.all("set-cookie")).hasSize(1);
    assertThat(reply.header("set-cookie"))
        .startsWith("__Host-keyway_signin=the-verifier; Max-Age=")
        .endsWith("; Path=/; HttpOnly; Secure; SameSite=Lax");
    assertThat(house.room().asked(StartSignIn.class))
        .containsExactly(new StartSignIn("TBSA8-37X2X", null));
  }

  @Test
  void aSignedInBrowserIsAskedWhetherItsUserMeansIt() {
    Reply reply = house.form(SignInPaths.VERIFY, CODE, OWN, session());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .contains("alice", "acme/api", "203.0.113.7", "2026-11-23 08:07:42 UTC", "TBSA8-37X2X");
    assertThat(reply.header("set-cookie"))
        .startsWith("__Host-keyway_approval=approval-cookie; Max-Age=900;");
    assertThat(house.room().asked(DecideDevice.class)).isEmpty();
    assertThat(house.room().asked(RequestApproval.class)).hasSize(1);
  }

  @Test
  void aSessionThatDoesNotHoldGoesToGitHub() {
    house.room().refuses(SecretsRoom.REQUEST_APPROVAL, Problem.of(Kind.UNAUTHORIZED, "over"));
    Reply reply = house.form(SignInPaths.VERIFY, CODE, OWN, session());
    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.all("set-cookie")).anyMatch(c -> c.startsWith("keyway_session=; Max-Age=0"));
  }

  @Test
  void withoutGitHubThePageSaysHowToSignIn() {
    try (House local = new House()) {
      Reply reply = local.form(SignInPaths.VERIFY, CODE, OWN);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).contains("keyway-server login-link USER");
      assertThat(local.room().asked()).isEmpty();
    }
  }

  @Test
  void codesThatAreNotGoodAreNamed() {
    assertThat(house.form(SignInPaths.VERIFY, "user_code=nonsense", OWN).body())
        .contains("<title>Keyway - Invalid Code</title>");
    assertThat(house.room().asked()).isEmpty();
    house.room().refuses(SecretsRoom.START_SIGN_IN, Problem.of(Kind.NOT_FOUND, "x"));
    assertThat(house.form(SignInPaths.VERIFY, CODE, OWN).body()).contains("Invalid Code");
    house.room().refuses(SecretsRoom.START_SIGN_IN, Problem.of(Kind.CONFLICT, "x"));
    assertThat(house.form(SignInPaths.VERIFY, CODE, OWN).body()).contains("Code Expired");
    assertThat(house.form(SignInPaths.VERIFY, "a=b", OWN).status()).isEqualTo(400);
  }

  @Test
  void approvingTakesTheFormTheCookieAndOurPage() {
    Reply reply = house.form(SignInPaths.APPROVE, APPROVE, OWN, APPROVAL_COOKIE);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).contains("<title>Keyway - Success</title>", "alice", "terminal");
    assertThat(reply.header("set-cookie")).startsWith("__Host-keyway_approval=; Max-Age=0;");
    DecideDevice asked = house.room().asked(DecideDevice.class).getFirst();
    assertThat(List.of(asked.token(), String.valueOf(asked.cookie()), asked.approve()))
        .isEqualTo(List.of("approval-token", "approval-cookie", true));
  }

  @Test
  void anApprovalMayLeadToInstallingTheApp() {
    house
        .room()
        .says(SecretsRoom.DECIDE_DEVICE, new DeviceDecided("alice", "https://github.test/i"));
    Reply reply = house.form(SignInPaths.APPROVE, APPROVE, OWN, APPROVAL_COOKIE);
    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("location")).isEqualTo("https://github.test/i");
  }

  @Test
  void aDenialIsSaidSo() {
    Reply reply = house.form(SignInPaths.APPROVE, "token=t&decision=deny", OWN, APPROVAL_COOKIE);
    assertThat(reply.body()).contains("<title>Keyway - Denied</title>");
    assertThat(house.room().asked(DecideDevice.class).getFirst().approve()).isFalse();
    assertThat(house.form(SignInPaths.APPROVE, "token=t&decision=", OWN).status()).isEqualTo(400);
    assertThat(house.form(SignInPaths.APPROVE, "decision=approve", OWN).status()).isEqualTo(400);
  }

  @Test
  void anAttackersPageCannotApproveForItsVisitor() {
    for (String origin : List.of("Origin: https://evil.test", "Origin: null", "X-No: origin")) {
      Reply reply = house.form(SignInPaths.APPROVE, APPROVE, origin, APPROVAL_COOKIE);
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.header("content-type")).isEqualTo("text/html; charset=utf-8");
    }
    assertThat(house.form(SignInPaths.VERIFY, CODE, "Origin: https://evil.test").status())
        .isEqualTo(403);
    assertThat(
            house.form(SignInPaths.VERIFY, CODE, "Origin: https://evil.test", session()).status())
        .isEqualTo(403);
    assertThat(house.form(SignInPaths.VERIFY, CODE, session()).status()).isEqualTo(403);
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void anAttackerOnAnAllowedOriginCannotApproveForItsVisitor() {
    String allowed = "Origin: " + House.ORIGIN;
    assertThat(house.form(SignInPaths.APPROVE, APPROVE, allowed, APPROVAL_COOKIE).status())
        .isEqualTo(403);
    assertThat(house.form(SignInPaths.VERIFY, CODE, allowed, session()).status()).isEqualTo(403);
    assertThat(house.room().asked()).isEmpty();
  }

  @Test
  void anApprovalOfAnotherBrowserIsRefused() {
    house.room().refuses(SecretsRoom.DECIDE_DEVICE, Problem.of(Kind.UNAUTHORIZED, "x"));
    Reply reply = house.form(SignInPaths.APPROVE, APPROVE, OWN, APPROVAL_COOKIE);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.body()).contains("another browser");
    house.room().refuses(SecretsRoom.DECIDE_DEVICE, Problem.of(Kind.CONFLICT, "x"));
    assertThat(house.form(SignInPaths.APPROVE, APPROVE, OWN, APPROVAL_COOKIE).body())
        .contains("Code Expired");
  }

  @Test
  void anAttackerOnASiblingHostPlantsNoApprovalCookie() {
    house.form(SignInPaths.APPROVE, APPROVE, OWN, "Cookie: keyway_approval=planted");
    assertThat(house.room().asked(DecideDevice.class).getFirst().cookie()).isNull();
  }

  private String session() {
    return House.cookies(house.token());
  }

  private Reply polled(Status status) {
    house
        .room()
        .says(
            SecretsRoom.POLL_DEVICE,
            new DevicePolled(status, status == Status.APPROVED ? Samples.SESSION : null));
    return json(POLL, "{\"deviceCode\":\"dc\"}");
  }

  private Reply json(String target, String body) {
    return House.send(house.port(), "POST", target, body);
  }
}
