package sh.keyway.launcher.badday;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.keyway.contracts.Role;
import sh.keyway.launcher.cli.Typed;
import sh.keyway.testkit.github.FakeGitHub;
import sh.keyway.testkit.github.GitHubApp;
import sh.keyway.testkit.github.GitHubOrganization;
import sh.keyway.testkit.github.GitHubRepository;
import sh.keyway.testkit.github.GitHubUser;

/** The acceptance order of clients.md §8 against the jar, on each forge there is. */
class AcceptanceIT {
  private static final String REPOSITORY = "Acme/api.js";
  private static final String CALLBACK = "http://127.0.0.1/v1/auth/callback";

  @TempDir private Path root;
  private final Canaries canaries = new Canaries();

  @Test
  void onGitHub() throws Exception {
    try (FakeGitHub github = FakeGitHub.start();
        ServerProcess server = ServerProcess.start(root.resolve("data"), variables(github))) {
      Populated populated = populate(github);
      GitHubUser alice = populated.alice();
      Walk walk = new Walk(server.port(), REPOSITORY, canaries);

      signIn(walk, server, github, alice);
      walk.doctor("alice");
      walk.init();
      walk.push();
      walk.pull();
      walk.setRunAndDiff();
      walk.prune();
      walk.action();
      walk.mcp();

      github.log().clear();
      walk.pullAgain(10);
      assertThat(github.log().all()).as("a warm pull asks GitHub nothing").isEmpty();
      workflowRunPulls(walk, server, github, populated);

      Walk stranger = new Walk(server.port(), REPOSITORY, canaries);
      Page whereNext = approved(stranger, server, github, github.user("mallory"));
      assertThat(whereNext.location())
          .as("a stranger is told the same whether there is such a repository or not")
          .startsWith(github.installUrl());
      stranger.finishLogin("mallory");
      assertThat(stranger.cli().pull(REPOSITORY, "development").status()).isIn(403, 404);
      assertThat(stranger.cli().send("GET", "/v1/vaults/" + REPOSITORY, "").status())
          .isEqualTo(404);

      assertThat(doctor()).contains("ok    github", "the App keyway-test answers");
      assertNothingLeaked(server);
    }
  }

  @Test
  void onGitHubEnterpriseServer() throws Exception {
    try (FakeGitHub github = FakeGitHub.startEnterprise("localhost", "/ghe");
        ServerProcess server = ServerProcess.start(root.resolve("data"), variables(github))) {
      Populated populated = populate(github);
      GitHubUser alice = populated.alice();
      Walk walk = new Walk(server.port(), REPOSITORY, canaries);

      signIn(walk, server, github, alice);
      walk.doctor("alice");
      walk.init();
      walk.push();
      walk.pull();

      assertNothingLeaked(server);
    }
  }

  @Test
  void onTheLocalForge() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(root.resolve("data"), Map.of("LOG_LEVEL", "trace"))) {
      Typed operator = operator();
      assertThat(operator.run("user", "add", "alice", "--role", "admin", "--repo", REPOSITORY))
          .isZero();
      Walk walk = new Walk(server.port(), REPOSITORY, canaries);
      Tab tab = new Tab(server.port());
      assertThat(operator.run("login-link", "alice")).as(operator.err()).isZero();
      String link = operator.out().strip();
      canaries.add("login link", link.substring(link.indexOf("token=") + "token=".length()));
      Page confirm = tab.open(link);
      assertThat(confirm.html()).contains("alice");
      tab.press(confirm, "sign in", Map.of());
      assertThat(new Tab(server.port()).open(link).html()).as("used").doesNotContain("<form");

      assertSignedIn(
          approve(tab, tab.press(tab.open(walk.startLogin()), "continue", Map.of()), "alice"),
          "alice");
      walk.finishLogin("alice");
      walk.doctor("alice");
      walk.init();
      walk.push();
      walk.pull();
      walk.setRunAndDiff();
      walk.prune();
      walk.action();
      walk.mcp();

      assertThat(operator.run("user", "sign-out", "alice")).isZero();
      assertThat(walk.cli().pull(REPOSITORY, "development").status()).isEqualTo(401);
      assertNothingLeaked(server);
    }
  }

  /** A workflow run has no secret of ours: its OIDC token gets it one that pulls, once. */
  private void workflowRunPulls(
      Walk walk, ServerProcess server, FakeGitHub github, Populated populated) throws IOException {
    String run =
        canaries.add(
            "OIDC token",
            github
                .actions()
                .token(populated.repository())
                .audience("http://127.0.0.1:" + server.port())
                .ref("refs/heads/main")
                .sign());
    String exchange = JsonObject.of("token", run).encode();
    assertThat(walk.action("").send("POST", "/v1/auth/oidc", exchange).status())
        .as("before there is a policy")
        .isEqualTo(403);

    String policy = "{\"environments\":[\"development\"],\"refs\":[\"refs/heads/main\"]}";
    Answer made = walk.cli().send("POST", "/v1/vaults/" + REPOSITORY + "/oidc-policies", policy);
    assertThat(made.status()).as(made.body()).isIn(200, 201);
    Answer exchanged = walk.action("").send("POST", "/v1/auth/oidc", exchange);
    assertThat(exchanged.status()).as(exchanged.body()).isEqualTo(200);
    String token = canaries.add("pull token", exchanged.data().getString("token"));

    assertThat(walk.action(token).pull(REPOSITORY, "development").status()).isEqualTo(200);
    assertThat(walk.action(token).pull(REPOSITORY, "production").status()).isEqualTo(403);
    assertThat(walk.action(token).push(REPOSITORY, "development", Map.of("A", "1")).status())
        .isEqualTo(403);
    assertThat(walk.action("").send("POST", "/v1/auth/oidc", exchange).status())
        .as("a second time")
        .isEqualTo(401);
  }

  private void signIn(Walk walk, ServerProcess server, FakeGitHub github, GitHubUser user)
      throws IOException {
    assertSignedIn(approved(walk, server, github, user), user.login());
    walk.finishLogin(user.login());
  }

  private static void assertSignedIn(Page done, String username) {
    assertThat(done.html()).contains("Keyway - Success", username).doesNotContain("<script");
  }

  private Page approved(Walk walk, ServerProcess server, FakeGitHub github, GitHubUser user)
      throws IOException {
    Tab tab = new Tab(server.port());
    Page verify = tab.open(walk.startLogin());
    Page away = tab.press(verify, "continue", Map.of());
    assertThat(away.location()).startsWith(github.webUrl() + "/login/oauth/authorize?");
    URI back = github.browser().authorize(away.location(), user);
    for (String pair : back.getRawQuery().split("&", -1)) {
      canaries.add(pair.split("=", 2)[0] + " of " + user.login(), pair.split("=", 2)[1]);
    }
    return approve(tab, tab.open(back.toString()), user.login());
  }

  private Page approve(Tab tab, Page page, String username) throws IOException {
    assertThat(page.html()).contains(username, REPOSITORY);
    page.form("approve")
        .fields()
        .forEach((name, value) -> {
          if (value.length() > 20) {
            canaries.add("field " + name + " of " + username, value);
          }
        });
    Page done = tab.press(page, "approve", Map.of());
    tab.cookies()
        .forEach((name, value) -> {
          if (value.length() > 20) {
            canaries.add("cookie " + name + " of " + username, value);
          }
        });
    return done;
  }

  private record Populated(GitHubUser alice, GitHubRepository repository) {}

  private static Populated populate(FakeGitHub github) {
    github.app().callback(CALLBACK);
    GitHubUser alice = github.user("alice").email("alice@example.com", true, true);
    GitHubOrganization acme = github.organization("Acme");
    GitHubRepository repository = acme.repository("api.js").collaborator(alice, Role.ADMIN);
    github.app().installOn(acme);
    return new Populated(alice, repository);
  }

  private Map<String, String> variables(FakeGitHub github) {
    GitHubApp app = github.app();
    Map<String, String> variables = new HashMap<>();
    variables.put("LOG_LEVEL", "trace");
    variables.put("GITHUB_URL", github.webUrl());
    variables.put("GITHUB_BASE_URL", github.apiUrl());
    variables.put("GITHUB_APP_ID", Long.toString(app.id()));
    variables.put("GITHUB_APP_CLIENT_ID", app.clientId());
    variables.put("GITHUB_APP_CLIENT_SECRET", canaries.add("client secret", app.clientSecret()));
    variables.put("GITHUB_APP_PRIVATE_KEY", app.privateKeyBase64());
    canaries.add("private key", app.privateKeyPem().lines().skip(5).findFirst().orElseThrow());
    variables.put("GITHUB_APP_WEBHOOK_SECRET", canaries.add("webhook secret", app.webhookSecret()));
    variables.put("GITHUB_APP_INSTALL_URL", github.installUrl());
    variables.put("GITHUB_OIDC_ISSUER", github.actions().issuer());
    return variables;
  }

  private String doctor() {
    Typed operator = operator();
    operator.run("doctor");
    return operator.out();
  }

  private Typed operator() {
    return new Typed(root, Map.of("KEYWAY_DATA_DIR", root.resolve("data").toString(), "PORT", "0"));
  }

  private void assertNothingLeaked(ServerProcess server) throws IOException {
    assertThat(server.output()).contains("/v1/auth/device/poll 200");
    assertThat(canaries.in("output", server.output())).as("of %s", canaries).isEmpty();
  }
}
