package sh.keyway.testkit.github;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** G1 and G2: the web flow with PKCE, and refreshing. Errors of G2 are answered with 200. */
final class OAuthRoutes {
  private static final String HELP =
      "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#";
  private final World world;
  private final Codes codes;

  OAuthRoutes(World world, Codes codes) {
    this.world = world;
    this.codes = codes;
  }

  void mount(Map<Endpoint, Function<Call, Reply>> routes) {
    routes.put(Endpoint.AUTHORIZE, this::authorizePage);
    routes.put(Endpoint.ACCESS_TOKEN, this::accessToken);
  }

  /** Where the browser goes once the person has agreed, or has not. */
  URI authorize(MultiMap query, @Nullable GitHubUser agreed) {
    if (!world.app.clientId().equals(query.get("client_id"))) {
      throw new Refusal(Reply.error(404, "Not Found"));
    }
    String state = query.get("state");
    Optional<String> callback = codes.callback(query.get("redirect_uri"));
    if (callback.isEmpty()) {
      String first =
          codes.callback(null).orElseThrow(() -> new Refusal(Reply.error(404, "no callback URL")));
      return failed(first, "redirect_uri_mismatch", "The redirect_uri MUST match", state);
    }
    String challenge = query.get("code_challenge");
    String method = query.get("code_challenge_method");
    boolean badChallenge =
        challenge == null ? method != null : !"S256".equals(method) || challenge.length() != 43;
    if (badChallenge) {
      return failed(callback.get(), "invalid_request", "PKCE needs S256 and 43 characters", state);
    }
    if (agreed == null) {
      String text = "The user has denied your application access.";
      return failed(callback.get(), "access_denied", text, state);
    }
    String code = codes.issue(agreed, query.get("redirect_uri"), challenge);
    return Query.append(callback.get(), "code", code, "state", state);
  }

  private static URI failed(String to, String error, String text, @Nullable String state) {
    return Query.append(
        to, "error", error, "error_description", text, "error_uri", HELP + error, "state", state);
  }

  /** For a scripted browser that follows redirects: the cookie {@code user_session} is a login. */
  private Reply authorizePage(Call call) {
    String cookie = Optional.ofNullable(call.headers().get("cookie")).orElse("");
    int at = cookie.indexOf("user_session=");
    String login = at < 0 ? "" : cookie.substring(at + 13).split(";", 2)[0].strip();
    GitHubUser user = world.user(login).orElse(null);
    if (user == null) {
      return new Reply(
          200, "<title>Sign in to GitHub</title>", Map.of("content-type", "text/html"));
    }
    return new Reply(302, "", Map.of("location", authorize(call.query(), user).toString()));
  }

  private Reply accessToken(Call call) {
    MultiMap form = parameters(call);
    JsonObject answer =
        Optional.ofNullable(clientProblem(form))
            .orElseGet(() ->
                "refresh_token".equals(form.get("grant_type")) ? refresh(form) : redeem(form));
    boolean json = Optional.ofNullable(call.headers().get("accept")).orElse("").contains("json");
    if (json) {
      return Reply.ok(answer).with("cache-control", "max-age=0, private, must-revalidate");
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    answer.forEach(e -> pairs.put(e.getKey(), String.valueOf(e.getValue())));
    return new Reply(
        200,
        Query.encode(pairs),
        Map.of("content-type", "application/x-www-form-urlencoded; charset=utf-8"));
  }

  private static MultiMap parameters(Call call) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap().addAll(call.query());
    String type = Optional.ofNullable(call.headers().get("content-type")).orElse("");
    if (type.startsWith("application/json")) {
      call.json().forEach(e -> all.set(e.getKey(), String.valueOf(e.getValue())));
    } else {
      all.addAll(Query.parse(call.body().toString()));
    }
    return all;
  }

  private @Nullable JsonObject clientProblem(MultiMap form) {
    boolean good =
        world.app.clientId().equals(form.get("client_id"))
            && world.app.clientSecret().equals(form.get("client_secret"));
    return good
        ? null
        : error(
            "incorrect_client_credentials",
            "The client_id and/or client_secret passed are incorrect.");
  }

  private JsonObject redeem(MultiMap form) {
    JsonObject bad = error("bad_verification_code", "The code passed is incorrect or expired.");
    String code = form.get("code");
    Codes.Grant grant = code == null ? null : codes.redeem(code).orElse(null);
    if (grant == null || !grant.accepts(form.get("code_verifier"))) {
      return bad;
    }
    String redirect = form.get("redirect_uri");
    if (redirect != null && grant.redirectUri() != null && !redirect.equals(grant.redirectUri())) {
      return error(
          "redirect_uri_mismatch",
          "The redirect_uri MUST match the registered callback URL for this application.");
    }
    return answer(world.tokens.pair(grant.user(), world.app.userTokensExpire()));
  }

  private JsonObject refresh(MultiMap form) {
    return Optional.ofNullable(form.get("refresh_token"))
        .flatMap(world.tokens::refresh)
        .map(OAuthRoutes::answer)
        .orElseGet(
            () -> error("bad_refresh_token", "The refresh token passed is incorrect or expired."));
  }

  private static JsonObject answer(UserTokens tokens) {
    JsonObject answer = JsonObject.of("access_token", tokens.access());
    if (tokens.refresh() != null) {
      answer
          .put("expires_in", Tokens.USER_TOKEN.toSeconds())
          .put("refresh_token", tokens.refresh())
          .put("refresh_token_expires_in", Tokens.REFRESH_TOKEN.toSeconds());
    }
    return answer.put("token_type", "bearer").put("scope", "");
  }

  private static JsonObject error(String code, String text) {
    return JsonObject.of(
        "error", code, "error_description", text, "error_uri", HELP + code.replace('_', '-'));
  }
}
