package sh.keyway.testkit.github;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A person at GitHub. */
public final class GitHubUser extends Account {
  private final List<Email> emails = new CopyOnWriteArrayList<>();
  private volatile @Nullable String publicEmail;

  GitHubUser(World world, long id, String login) {
    super(world, id, login);
  }

  @Override
  public String type() {
    return "User";
  }

  /** Adds an address; the first one added as primary is the primary one. */
  public GitHubUser email(String address, boolean primary, boolean verified) {
    emails.add(new Email(address, primary, verified));
    return this;
  }

  /** The address shown on the profile and in G3; without it G3's {@code email} is null. */
  public GitHubUser publicEmail(String address) {
    publicEmail = address;
    return this;
  }

  /** The display name. */
  public GitHubUser displayName(String displayName) {
    nameIt(displayName);
    return this;
  }

  /** A classic personal access token ({@code ghp_…}) with these scopes, never expiring. */
  public String classicToken(String... scopes) {
    return world.tokens.issue(Token.Kind.CLASSIC, this).scopes(Set.of(scopes)).create();
  }

  /** Begins a fine-grained token ({@code github_pat_…}) for repositories of one owner. */
  public FineGrainedToken fineGrainedToken(Account owner) {
    return new FineGrainedToken(this, owner);
  }

  /** A token ({@code gho_…}) that some <em>other</em> OAuth application holds for this user. */
  public String foreignOAuthToken(String... scopes) {
    return world.tokens.issue(Token.Kind.OAUTH, this).scopes(Set.of(scopes)).create();
  }

  /** A token pair of our App for this user, as if the person had just signed in. */
  public UserTokens appTokens() {
    return world.tokens.pair(this, world.app.userTokensExpire());
  }

  List<Email> emails() {
    return emails;
  }

  @Nullable String publicEmail() {
    return publicEmail;
  }

  record Email(String address, boolean primary, boolean verified) {}
}
