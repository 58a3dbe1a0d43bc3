package sh.keyway.connect;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.AskTokenRole;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.connect.ExchangeCode;
import sh.keyway.contracts.connect.FindRole;
import sh.keyway.contracts.connect.IdentifyToken;
import sh.keyway.contracts.connect.ListOrganizations;
import sh.keyway.contracts.connect.RefreshTokens;
import sh.keyway.contracts.connect.VerifyOidc;
import sh.keyway.testkit.github.Endpoint;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubUser;

/** Nothing that went through the room is in what it logged, however things went. */
class CanaryTest {
  private static final String CANARY = "canary0inthemine0canary0inthemine0";

  private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();

  @BeforeEach
  void listen() {
    seen.start();
    root.addAppender(seen);
    root.setLevel(Level.DEBUG);
    ((Logger) LoggerFactory.getLogger("io.netty")).setLevel(Level.INFO);
  }

  @AfterEach
  void restore() {
    root.setLevel(before);
    root.detachAppender(seen);
  }

  @Test
  void noTokenIsLoggedOrAnswered() throws Exception {
    FakeGitHub github = FakeGitHub.start();
    List<Problem> problems = new ArrayList<>();
    try (Room room = Room.beside(github)) {
      GitHubOrganization acme = github.organization("acme");
      acme.repository("api").collaborator(github.user("ann"), Role.READ);
      github.app().installOn(acme);
      GitHubUser bob = github.user("bob");
      for (Runnable wrong :
          List.<Runnable>of(
              () -> {},
              () -> github.faults().everywhere().status(401),
              () -> github.faults().everywhere().status(418),
              () -> github.faults().everywhere().status(502),
              () -> github.faults().everywhere().drop(),
              () ->
                  github
                      .faults()
                      .everywhere()
                      .unexpectedJson(
                          "{\"access_token\":\""
                              + CANARY
                              + "\\r\\n\",\"token\":\""
                              + CANARY
                              + "\\n\",\"expires_at\":\""
                              + CANARY
                              + "\",\"error\":\""
                              + CANARY
                              + "\"}"))) {
        wrong.run();
        room.ask(ConnectRoom.FIND_ROLE, new FindRole(bob.id(), "bob", "acme/api", true));
        String token = "github_pat_" + CANARY;
        problems.add(room.refusal(ConnectRoom.IDENTIFY_TOKEN, new IdentifyToken(token)));
        problems.add(room.refusal(ConnectRoom.IDENTIFY_TOKEN, new IdentifyToken("gho_" + CANARY)));
        problems.add(room.refusal(ConnectRoom.LIST_ORGANIZATIONS, new ListOrganizations(token)));
        problems.add(room.refusal(ConnectRoom.REFRESH_TOKENS, new RefreshTokens(CANARY)));
        problems.add(
            room.refusal(
                ConnectRoom.EXCHANGE_CODE,
                new ExchangeCode(CANARY, CANARY, "http://127.0.0.1/callback")));
        problems.add(
            room.refusal(
                ConnectRoom.VERIFY_OIDC, new VerifyOidc(CANARY + "." + CANARY + ".x", "us")));
        room.call(ConnectRoom.TOKEN_ROLE, new AskTokenRole(token, "acme/api")).otherwiseEmpty();
        github.faults().clear();
      }
      assertThat(github.log().count(Endpoint.USER)).as("calls were made").isPositive();
      assertThat(Room.config(github, Room.LIMITS).toString())
          .doesNotContain(github.app().clientSecret())
          .doesNotContain("PRIVATE");
    } finally {
      github.close();
    }

    assertThat(seen.list).as("something was logged").isNotEmpty();
    assertThat(seen.list).noneMatch(event -> text(event).contains(CANARY));
    assertThat(problems.toString()).doesNotContain(CANARY);
    assertThat(problems).extracting(Problem::kind).doesNotContain(Problem.Kind.INTERNAL_ERROR);
  }

  private static String text(ILoggingEvent event) {
    return event.getFormattedMessage()
        + (event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }
}
