package sh.keyway.testkit.github;

/**
 * Where this GitHub lives.
 *
 * @param web origin of the pages, {@code GITHUB_URL}
 * @param api base of the REST calls, {@code GITHUB_BASE_URL}
 * @param token issuer of the Actions identities
 */
record Urls(String web, String api, String token) {}
