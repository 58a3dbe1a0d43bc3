package sh.keyway.contracts.connect;

/**
 * A completed sign-in.
 *
 * @param user who
 * @param tokens what GitHub gave us to act for them
 */
public record SignedIn(GitHubUser user, UserTokens tokens) {}
