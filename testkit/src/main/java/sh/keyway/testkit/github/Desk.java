package sh.keyway.testkit.github;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the right answer: who asks, whether the quota allows, what the route says, its ETag. */
final class Desk {
  private static final DateTimeFormatter EXPIRY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
  private final Map<Endpoint, Function<Call, Reply>> routes;
  private final Authenticator authenticator;
  private final Quota quota;

  Desk(Map<Endpoint, Function<Call, Reply>> routes, Authenticator authenticator, Quota quota) {
    this.routes = routes;
    this.authenticator = authenticator;
    this.quota = quota;
  }

  Reply answer(HttpServerRequest request, Buffer body, Site site, @Nullable RouteMatch match) {
    try {
      return site == Site.API ? api(request, body, match) : page(request, body, match);
    } catch (Refusal refusal) {
      return refusal.reply;
    } catch (RuntimeException e) {
      // a body nobody expected, or a mistake in the fake: say so rather than hang the caller
      return Reply.error(500, "the fake failed: " + e);
    }
  }

  private Reply page(HttpServerRequest request, Buffer body, @Nullable RouteMatch match) {
    Credential nobody = authenticator.authenticate(null);
    return match == null ? Reply.notFound() : route(call(request, body, match, nobody));
  }

  private Reply api(HttpServerRequest request, Buffer body, @Nullable RouteMatch match) {
    if (Optional.ofNullable(request.getHeader("user-agent")).orElse("").isBlank()) {
      return new Reply(
          403,
          "Request forbidden by administrative rules. Please make sure your request has a"
              + " User-Agent header",
          Map.of("content-type", "text/html"));
    }
    Credential credential = authenticator.authenticate(request.getHeader("authorization"));
    Installation installation = credential.installation();
    if (installation != null && installation.suspended()) {
      return Reply.error(403, "This installation has been suspended");
    }
    if (match != null && match.endpoint() == Endpoint.RATE_LIMIT) {
      return quota.status(credential);
    }
    if (quota.spent(credential)) {
      return quota.stamp(quota.refuse(credential), credential);
    }
    Reply reply = match == null ? Reply.notFound() : route(call(request, body, match, credential));
    Reply tagged = conditional(request, credential, reply);
    if (tagged.status() != 304) {
      quota.charge(credential);
    }
    return stamp(quota.stamp(tagged, credential), credential);
  }

  private Reply route(Call call) {
    Function<Call, Reply> handler = routes.get(call.endpoint());
    try {
      return handler == null ? Reply.notFound() : handler.apply(call);
    } catch (Refusal refusal) {
      return refusal.reply;
    }
  }

  private static Call call(
      HttpServerRequest request, Buffer body, RouteMatch match, Credential credential) {
    return new Call(
        match.endpoint(),
        match.parameters(),
        Query.parse(request.query()),
        request.headers(),
        body,
        credential);
  }

  /**
   * GitHub's ETags vary by credential: a tag received with one token is stale with the next one, so
   * a client that keeps tags across tokens loses quota, not correctness.
   */
  private static Reply conditional(HttpServerRequest request, Credential credential, Reply reply) {
    if (reply.status() != 200 || request.method().name().equals("POST")) {
      return reply;
    }
    Token token = credential.token();
    String tag = "W/\"" + hash(reply.body() + "|" + (token == null ? "" : token.value())) + "\"";
    Reply tagged =
        reply
            .with("etag", tag)
            .with("cache-control", "private, max-age=60, s-maxage=60")
            .with("vary", "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept");
    String sent = request.getHeader("if-none-match");
    boolean same =
        sent != null && Arrays.stream(sent.split(",", -1)).anyMatch(t -> equal(t.strip(), tag));
    return same ? new Reply(304, "", tagged.headers()) : tagged;
  }

  // weak comparison, RFC 9110 §8.8.3.2
  private static boolean equal(String sent, String tag) {
    return sent.equals("*") || tag.substring(2).equals(sent.replaceFirst("^W/", ""));
  }

  private static Reply stamp(Reply reply, Credential credential) {
    Reply stamped =
        reply
            .with("x-github-media-type", "github.v3; format=json")
            .with("x-github-api-version-selected", "2022-11-28");
    Token token = credential.token();
    if (token == null) {
      return stamped;
    }
    if (credential.scoped()) {
      stamped =
          stamped.with(
              "x-oauth-scopes", token.scopes().stream().sorted().collect(Collectors.joining(", ")));
    }
    boolean personal =
        token.kind() == Token.Kind.CLASSIC || token.kind() == Token.Kind.FINE_GRAINED;
    return personal && token.expires() != null
        ? stamped.with("github-authentication-token-expiration", EXPIRY.format(token.expires()))
        : stamped;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
