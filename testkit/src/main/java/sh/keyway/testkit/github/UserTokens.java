package sh.keyway.testkit.github;

import org.jspecify.annotations.Nullable;

/**
 * What a sign-in through the App yields.
 *
 * @param access the user access token, {@code ghu_…}
 * @param refresh the refresh token, {@code ghr_…}; null if the App's user tokens never expire
 */
public record UserTokens(String access, @Nullable String refresh) {
  @Override
  public String toString() {
    return "UserTokens[…]";
  }
}
