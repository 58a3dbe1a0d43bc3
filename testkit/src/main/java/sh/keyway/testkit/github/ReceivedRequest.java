package sh.keyway.testkit.github;

import org.jspecify.annotations.Nullable;

/**
 * What GitHub was asked, without the secrets in it.
 *
 * @param endpoint null if the fake knows no such route; the answer was 404
 * @param path decoded as little as it was sent, without any prefix and {@code /api/v3}
 * @param query raw; null if there was none
 * @param credential what kind of credential came with it, good or not
 * @param userAgent null if missing, which GitHub answers with 403
 * @param accept the {@code Accept} header
 * @param apiVersion the {@code X-GitHub-Api-Version} header
 * @param contentType of the body
 * @param ifNoneMatch the conditional header
 */
public record ReceivedRequest(
    @Nullable Endpoint endpoint,
    String method,
    String path,
    @Nullable String query,
    CredentialKind credential,
    @Nullable String userAgent,
    @Nullable String accept,
    @Nullable String apiVersion,
    @Nullable String contentType,
    @Nullable String ifNoneMatch) {

  @Override
  public String toString() {
    return method + " " + path + " by " + credential;
  }
}
