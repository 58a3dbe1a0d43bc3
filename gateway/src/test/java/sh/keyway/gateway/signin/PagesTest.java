package sh.keyway.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;

/** What holds for every page. */
class PagesTest {
  private static final String OWN = "Origin: " + House.API;

  private static List<Reply> everyPage(House house) {
    String session = House.cookies(house.token());
    String code = "user_code=TBSA8-37X2X";
    return List.of(
        house.call("GET", SignInPaths.VERIFY),
        house.call("GET", SignInPaths.VERIFY + "?" + code),
        house.form(SignInPaths.VERIFY, "user_code=x", OWN),
        house.form(SignInPaths.VERIFY, code, "Origin: https://evil.test"),
        house.form(SignInPaths.VERIFY, code, OWN, session),
        house.form(SignInPaths.APPROVE, "token=t&decision=approve", OWN),
        house.form(SignInPaths.APPROVE, "token=t&decision=deny", OWN),
        house.call("GET", SignInPaths.CALLBACK + "?setup_action=install"),
        house.call("GET", SignInPaths.CALLBACK + "?setup_action=request"),
        house.call("GET", SignInPaths.CALLBACK + "?error=x"),
        house.call("GET", SignInPaths.LOGIN_LINK + "?token=t"),
        house.form(SignInPaths.LOGIN_LINK, "token=t", OWN));
  }

  @Test
  void noPageHasAScriptOrAnythingFromElsewhereAndNoneIsKept() throws NoSuchAlgorithmException {
    try (House house = House.withGitHub()) {
      for (Reply reply : everyPage(house)) {
        assertThat(reply.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(reply.body())
            .startsWith("<!doctype html>")
            .doesNotContain("<script", "src=", "<link", "url(", "@import", "javascript:")
            .doesNotContainPattern(" on[a-z]+=");
        String style = reply.body().split("</?style>", -1)[1];
        String hash =
            Base64.getEncoder()
                .encodeToString(
                    MessageDigest.getInstance("SHA-256")
                        .digest(style.getBytes(StandardCharsets.UTF_8)));
        assertThat(reply.all("content-security-policy"))
            .containsExactly(
                "default-src 'none'; style-src 'sha256-"
                    + hash
                    + "'; form-action 'self' https://github.test; base-uri 'none';"
                    + " frame-ancestors 'none'");
      }
    }
  }

  @Test
  void noPageTellsItsAddressButFormsTellTheirOrigin() {
    try (House house = House.withGitHub()) {
      assertThat(everyPage(house))
          .allSatisfy(
              reply -> assertThat(reply.all("referrer-policy")).containsExactly("strict-origin"));
    }
  }

  @Test
  void aSecretInAUrlOrAFormNeverReachesALogLine() {
    Logger logger = (Logger) LoggerFactory.getLogger("sh.keyway");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    Level before = logger.getLevel();
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.DEBUG);
    try (House house = House.withGitHub()) {
      house.call("GET", SignInPaths.CALLBACK + "?code=canary1&state=canary2", "X-A: b");
      house.call("GET", SignInPaths.LOGIN_LINK + "?token=canary3");
      house.form(SignInPaths.LOGIN_LINK, "token=canary4", "Referer: https://x.test/canary5");
      house.form(SignInPaths.APPROVE, "token=canary6&decision=approve", OWN);
      house
          .room()
          .answers(
              SecretsRoom.COMPLETE_SIGN_IN,
              q -> {
                throw new IllegalStateException();
              });
      house.call("GET", SignInPaths.CALLBACK + "?code=canary7&state=canary8");
      house.room().refuses(SecretsRoom.SHOW_LOGIN_LINK, Problem.of(Kind.NOT_FOUND, "x"));
      house.call("GET", SignInPaths.LOGIN_LINK + "?token=canary9");
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(before);
    }
    List<String> lines = appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(lines).anyMatch(line -> line.contains(SignInPaths.CALLBACK));
    assertThat(lines).noneMatch(line -> line.contains("canary"));
  }
}
