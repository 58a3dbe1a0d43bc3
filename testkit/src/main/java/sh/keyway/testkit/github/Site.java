package sh.keyway.testkit.github;

/** The three origins GitHub has; on an Enterprise Server they share one host. */
enum Site {
  /** Pages and OAuth: github.com. */
  WEB,
  /** REST: api.github.com, or {@code /api/v3}. */
  API,
  /** Identity of Actions jobs: token.actions.githubusercontent.com, or {@code /_services/token}. */
  TOKEN
}
