package sh.keyway.launcher.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code doctor} says about the GitHub App (docs/github.md lists what it should have). */
final class GitHubCheck {
  /** Events that end access at once instead of with the next look-up. */
  private static final List<String> EVENTS =
      List.of("member", "membership", "organization", "repository", "team");

  private final JsonObject permissions;
  private final List<Finding> findings = new ArrayList<>();

  private GitHubCheck(JsonObject permissions) {
    this.permissions = permissions;
  }

  /**
   * One line.
   *
   * @param verdict {@code ok}, {@code warn} or {@code fail}
   * @param found what is the case
   * @param advice what to do, null for nothing
   */
  record Finding(String verdict, String found, @Nullable String advice) {}

  /** Judges what the management listener says; nothing if it says nothing. */
  static List<Finding> of(JsonObject app) {
    if (app.isEmpty()) {
      return List.of();
    }
    if (!Boolean.TRUE.equals(app.getBoolean("configured"))) {
      return List.of(new Finding("ok", "no App is configured, roles are kept here", null));
    }
    String problem = app.getString("problem");
    if (problem != null) {
      return List.of(
          new Finding(
              "fail",
              problem,
              "check GITHUB_APP_ID, GITHUB_APP_PRIVATE_KEY, GITHUB_BASE_URL and this machine's"
                  + " clock"));
    }
    GitHubCheck check = new GitHubCheck(app.getJsonObject("permissions", new JsonObject()));
    check.findings.add(new Finding("ok", "the App " + app.getString("slug") + " answers", null));
    check.permissions();
    check.events(
        Boolean.TRUE.equals(app.getBoolean("webhooks")),
        app.getJsonArray("events", new JsonArray()));
    return check.findings;
  }

  private void permissions() {
    if (lacks("metadata")) {
      missing("fail", "Repository: Metadata, read", "without it no role can be looked up");
    }
    if (lacks("email_addresses") && lacks("emails")) {
      missing(
          "warn", "Account: Email addresses, read", "people without a public address have none");
    }
    if (lacks("members")) {
      missing(
          "warn",
          "Organization: Members, read",
          "works, merely slower to revoke, and members of an organisation read a public"
              + " repository's vault only if they are listed as collaborators");
    }
  }

  private void events(boolean webhooks, JsonArray subscribed) {
    if (!webhooks) {
      findings.add(
          new Finding(
              "warn",
              "no webhooks: works, merely slower to revoke (a minute instead of at once)",
              "set a secret at the App and in GITHUB_APP_WEBHOOK_SECRET"));
      return;
    }
    List<String> missing = EVENTS.stream().filter(e -> !subscribed.contains(e)).toList();
    if (missing.isEmpty()) {
      findings.add(new Finding("ok", "webhooks with all events that end access at once", null));
    } else {
      findings.add(
          new Finding(
              "warn",
              "not subscribed to "
                  + String.join(", ", missing)
                  + ": works, merely slower to revoke",
              "subscribe to them in the App's settings"));
    }
  }

  private boolean lacks(String permission) {
    return Stream.of("read", "write", "admin")
        .noneMatch(level -> level.equals(permissions.getValue(permission)));
  }

  private void missing(String verdict, String permission, String cost) {
    findings.add(
        new Finding(
            verdict,
            "the App does not ask for " + permission + ": " + cost,
            "add it in the App's settings and accept it where the App is installed"));
  }
}
