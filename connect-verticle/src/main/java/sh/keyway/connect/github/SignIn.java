package sh.keyway.connect.github;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.connect.http.Answer;
import sh.keyway.connect.http.Call;
import sh.keyway.connect.http.Caller;
import sh.keyway.connect.http.UnreachableException;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.connect.ExchangeCode;
import sh.keyway.contracts.connect.RefreshTokens;
import sh.keyway.contracts.connect.SignedIn;
import sh.keyway.contracts.connect.UserTokens;

/** Codes and refresh tokens to user tokens (http-auth §7 G2; RFC 6749 §4.1.3 and §6). */
final class SignIn {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
  private static final String PATH = "/login/oauth/access_token";
  private static final String QUOTA = "sign-in";
  private static final long LONGEST_SECONDS = 366L * 24 * 3600;

  /** What GitHub says when the code or token is bad; anything else is about us. */
  private static final Set<String> BAD =
      Set.of(
          "bad_verification_code", "bad_refresh_token", "invalid_grant", "unverified_user_email");

  private static final Problem REFUSED =
      Problem.of(Kind.UNAUTHORIZED, "GitHub refused the sign-in, please try again");

  private final Caller web;
  private final Quotas quotas;
  private final Users users;
  private final String clientId;
  private final String clientSecret;
  private final InstantSource clock;

  SignIn(
      Caller web,
      Quotas quotas,
      Users users,
      String clientId,
      String clientSecret,
      InstantSource clock) {
    this.web = web;
    this.quotas = quotas;
    this.users = users;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.clock = clock;
  }

  Future<SignedIn> exchange(ExchangeCode ask) {
    Map<String, String> members = client();
    members.put("code", ask.code());
    members.put("redirect_uri", ask.redirectUri());
    if (ask.codeVerifier() != null) {
      members.put("code_verifier", ask.codeVerifier());
    }
    return tokens(members)
        .compose(
            tokens -> users.user(tokens.accessToken()).map(user -> new SignedIn(user, tokens)));
  }

  Future<UserTokens> refresh(RefreshTokens ask) {
    Map<String, String> members = client();
    members.put("grant_type", "refresh_token");
    members.put("refresh_token", ask.refreshToken());
    return tokens(members);
  }

  private Map<String, String> client() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("client_id", clientId);
    members.put("client_secret", clientSecret);
    return members;
  }

  private Future<UserTokens> tokens(Map<String, String> members) {
    UnreachableException refusal = quotas.refusal(QUOTA).orElse(null);
    if (refusal != null) {
      return Future.failedFuture(refusal);
    }
    Map<String, String> headers =
        Map.of(
            "Accept", "application/json",
            "Content-Type", "application/json",
            "User-Agent", GitHubApi.USER_AGENT);
    return web.call(new Call(HttpMethod.POST, PATH, headers, Json.write(members)))
        .map(answer -> {
          UnreachableException limited = quotas.note(QUOTA, answer).orElse(null);
          if (limited != null) {
            throw limited;
          }
          return read(answer);
        });
  }

  private UserTokens read(Answer answer) {
    if (!answer.ok() && answer.status() != 400) {
      throw UnreachableException.refused("sign-in refused");
    }
    Json json = Json.read(answer.body());
    String error = json.optionalText("/error");
    if (error != null) {
      LOG.warn("sign-in refused: {}", error.matches("[a-z_]{1,40}") ? error : "unknown error");
      throw BAD.contains(error)
          ? REFUSED.exception()
          : UnreachableException.refused("sign-in refused");
    }
    return new UserTokens(
        json.text("/access_token"),
        after(json, "/expires_in"),
        json.optionalText("/refresh_token"),
        after(json, "/refresh_token_expires_in"));
  }

  private @Nullable Instant after(Json json, String path) {
    if (json.node().at(path).isMissingNode() || json.node().at(path).isNull()) {
      return null;
    }
    long seconds = json.node().at(path).asLong(0);
    return clock.instant().plusSeconds(Math.min(Math.max(seconds, 0), LONGEST_SECONDS));
  }
}
