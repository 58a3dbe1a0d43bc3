package sh.keyway.testkit.github;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Our GitHub App as registered there. It asks for metadata, members and email addresses, read only.
 */
public final class GitHubApp {
  private final World world;
  private final long id = 424_242;
  private final String slug = "keyway-test";
  private final String clientId = "Iv23li" + Tokens.random(14);
  private final String clientSecret = Tokens.random(40);
  private final String webhookSecret = Tokens.random(32);
  private final List<RsaKey> keys = new CopyOnWriteArrayList<>();
  private final List<String> callbacks = new CopyOnWriteArrayList<>();
  private volatile boolean expiringTokens = true;
  private volatile Map<String, String> permissions =
      Map.of("metadata", "read", "members", "read", "email_addresses", "read");
  private volatile List<String> events =
      List.of("installation", "installation_repositories", "organization", "repository");

  GitHubApp(World world) {
    this.world = world;
  }

  /** {@code GITHUB_APP_ID}. */
  public long id() {
    return id;
  }

  /** {@code GITHUB_APP_NAME}. */
  public String slug() {
    return slug;
  }

  /** {@code GITHUB_APP_CLIENT_ID}. */
  public String clientId() {
    return clientId;
  }

  /** {@code GITHUB_APP_CLIENT_SECRET}. */
  public String clientSecret() {
    return clientSecret;
  }

  /** {@code GITHUB_APP_WEBHOOK_SECRET}. */
  public String webhookSecret() {
    return webhookSecret;
  }

  /** The newest private key, PEM, PKCS#1. */
  public String privateKeyPem() {
    return key().pkcs1Pem();
  }

  /** {@code GITHUB_APP_PRIVATE_KEY}: the PEM in base64. */
  public String privateKeyBase64() {
    return Base64.getEncoder().encodeToString(privateKeyPem().getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces the private key; JWTs of the old one are refused from now on. */
  public GitHubApp replaceKey() {
    RsaKey old = key();
    keys.add(RsaKey.generate());
    keys.remove(old);
    return this;
  }

  /** Made when first asked for: tests that never sign as the App need not pay for it. */
  private synchronized RsaKey key() {
    if (keys.isEmpty()) {
      keys.add(RsaKey.generate());
    }
    return keys.getLast();
  }

  /** Registers a callback URL; on loopback any port matches, all else must be equal. */
  public GitHubApp callback(String url) {
    callbacks.add(url);
    return this;
  }

  /** Whether user tokens last eight hours and come with a refresh token; so by default. */
  public GitHubApp expiringTokens(boolean expiring) {
    expiringTokens = expiring;
    return this;
  }

  /** What the App asks for; installations made later are granted this. */
  public GitHubApp permissions(Map<String, String> asked) {
    permissions = Map.copyOf(asked);
    return this;
  }

  /** The webhook events the App has subscribed to. */
  public GitHubApp events(String... names) {
    events = List.of(names);
    return this;
  }

  /** Installs the App on an account, all repositories; narrow it with the result's methods. */
  public Installation installOn(Account account) {
    Map<String, String> granted = new HashMap<>(permissions);
    granted.remove("email_addresses"); // a person grants this one, by signing in
    return world.add(new Installation(world, world.nextId(), account, granted));
  }

  /** The user takes the App's authorisation back: all its tokens for this user are void. */
  public void revokeAuthorization(GitHubUser user) {
    world.tokens.revokeIf(
        t -> t.user() == user && (t.kind() == Token.Kind.USER || t.kind() == Token.Kind.REFRESH));
  }

  boolean verifies(String content, byte[] signature) {
    return keys.stream().anyMatch(k -> k.verifies(content, signature));
  }

  List<String> callbacks() {
    return callbacks;
  }

  boolean userTokensExpire() {
    return expiringTokens;
  }

  Map<String, String> permissions() {
    return permissions;
  }

  List<String> events() {
    return events;
  }
}
