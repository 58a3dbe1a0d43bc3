package sh.keyway.testkit.github;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tokens in circulation. */
final class Tokens {
  static final Duration USER_TOKEN = Duration.ofHours(8);
  static final Duration REFRESH_TOKEN = Duration.ofDays(183);
  static final Duration INSTALLATION_TOKEN = Duration.ofHours(1);
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();
  private final Map<String, Token> issued = new ConcurrentHashMap<>();
  private final FakeClock clock;

  Tokens(FakeClock clock) {
    this.clock = clock;
  }

  Optional<Token> find(String value) {
    return Optional.ofNullable(issued.get(value)).filter(t -> !t.expiredAt(clock.now()));
  }

  boolean revoke(String value) {
    return issued.remove(value) != null;
  }

  void revokeIf(Predicate<Token> which) {
    issued.values().removeIf(which);
  }

  /** A user access token, with a refresh token if the App's user tokens expire. */
  UserTokens pair(GitHubUser user, boolean expiring) {
    if (!expiring) {
      return new UserTokens(issue(Token.Kind.USER, user).create(), null);
    }
    String access = issue(Token.Kind.USER, user).lifetime(USER_TOKEN).create();
    String refresh =
        issue(Token.Kind.REFRESH, user).lifetime(REFRESH_TOKEN).partner(access).create();
    return new UserTokens(access, refresh);
  }

  /** The pair behind a refresh token, which with its access token stops working. */
  synchronized Optional<UserTokens> refresh(String refreshToken) {
    Optional<Token> old = find(refreshToken).filter(t -> t.kind() == Token.Kind.REFRESH);
    GitHubUser user = old.map(Token::user).orElse(null);
    if (user == null) {
      return Optional.empty();
    }
    issued.remove(refreshToken);
    old.map(Token::partner).ifPresent(issued::remove);
    return Optional.of(pair(user, true));
  }

  Issue issue(Token.Kind kind, @Nullable GitHubUser user) {
    return new Issue(kind, user);
  }

  static String random(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private static String value(Token.Kind kind) {
    return switch (kind) {
      case FINE_GRAINED -> kind.prefix + random(22) + "_" + random(59);
      case REFRESH -> kind.prefix + random(76);
      default -> kind.prefix + random(36);
    };
  }

  /** A token in the making. */
  final class Issue {
    private final Token.Kind kind;
    private final @Nullable GitHubUser user;
    private @Nullable Installation installation;
    private @Nullable Account owner;
    private @Nullable String partner;
    private @Nullable Instant expires;
    private Set<String> scopes = Set.of();
    private Selection selection = Selection.ALL;
    private Map<String, String> permissions = Map.of();

    private Issue(Token.Kind kind, @Nullable GitHubUser user) {
      this.kind = kind;
      this.user = user;
    }

    Issue installation(Installation of) {
      installation = of;
      return this;
    }

    Issue owner(Account account) {
      owner = account;
      return this;
    }

    Issue partner(String token) {
      partner = token;
      return this;
    }

    Issue scopes(Set<String> names) {
      scopes = Set.copyOf(names);
      return this;
    }

    Issue selection(Selection repositories) {
      selection = repositories;
      return this;
    }

    Issue permissions(Map<String, String> granted) {
      permissions = Map.copyOf(granted);
      return this;
    }

    Issue lifetime(@Nullable Duration time) {
      expires = time == null ? null : clock.now().plus(time);
      return this;
    }

    String create() {
      String value = value(kind);
      issued.put(
          value,
          new Token(
              kind,
              value,
              user,
              installation,
              owner,
              scopes,
              selection,
              permissions,
              expires,
              partner));
      return value;
    }
  }
}
