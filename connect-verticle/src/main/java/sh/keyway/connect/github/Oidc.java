package sh.keyway.connect.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.http.UnreachableException;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.connect.OidcClaims;
import sh.keyway.contracts.connect.VerifyOidc;

/**
 * Verifies what a GitHub Actions run says of itself: a JWT (RFC 7519) signed by the issuer with
 * RS256 and nothing else.
 */
final class Oidc {
  private static final Duration LEEWAY = Duration.ofSeconds(30);
  private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();
  private static final int MOST_CHARACTERS = 16_384;
  private static final Pattern SHAPE =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
  private static final Problem REFUSED =
      Problem.of(Kind.UNAUTHORIZED, "The OIDC token is not valid");

  private final SigningKeys keys;
  private final String issuer;
  private final InstantSource clock;

  Oidc(SigningKeys keys, String issuer, InstantSource clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.clock = clock;
  }

  Future<OidcClaims> verify(VerifyOidc ask) {
    if (ask.token().length() > MOST_CHARACTERS || !SHAPE.matcher(ask.token()).matches()) {
      throw REFUSED.exception();
    }
    String[] parts = ask.token().split("\\.");
    Json header = part(parts[0]);
    if (!"RS256".equals(text(header, "/alg")) || !header.node().at("/crit").isMissingNode()) {
      throw REFUSED.exception();
    }
    // What costs us a fetch comes after what costs nothing: a token of another issuer ends here.
    Json claims = part(parts[1]);
    check(claims, ask.audience());
    return keys.find(required(header, "/kid"))
        .map(key -> {
          if (!signed(key.orElseThrow(REFUSED::exception), parts)) {
            throw REFUSED.exception();
          }
          return read(claims);
        });
  }

  private void check(Json claims, String audience) {
    Instant now = clock.instant();
    boolean holds =
        issuer.equals(text(claims, "/iss"))
            && meantFor(claims, audience)
            && now.isBefore(time(claims, "/exp").plus(LEEWAY))
            && !time(claims, "/iat").isAfter(now.plus(LEEWAY))
            && (claims.node().at("/nbf").isMissingNode()
                || !time(claims, "/nbf").isAfter(now.plus(LEEWAY)));
    if (!holds) {
      throw REFUSED.exception();
    }
  }

  private static boolean meantFor(Json claims, String audience) {
    if (audience.isEmpty()) {
      return false;
    }
    if (claims.node().at("/aud").isTextual()) {
      return audience.equals(claims.node().at("/aud").textValue());
    }
    for (JsonNode one : claims.node().at("/aud")) {
      if (audience.equals(one.textValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean signed(PublicKey key, String[] parts) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static OidcClaims read(Json claims) {
    return new OidcClaims(
        required(claims, "/jti"),
        required(claims, "/sub"),
        required(claims, "/repository"),
        number(claims, "/repository_id"),
        number(claims, "/repository_owner_id"),
        required(claims, "/ref"),
        text(claims, "/environment"),
        required(claims, "/workflow"),
        text(claims, "/job_workflow_ref"),
        required(claims, "/event_name"),
        required(claims, "/actor"),
        number(claims, "/actor_id"),
        number(claims, "/run_id"),
        Math.toIntExact(Math.min(number(claims, "/run_attempt"), Integer.MAX_VALUE)),
        text(claims, "/sha"),
        time(claims, "/iat"),
        time(claims, "/exp"));
  }

  /** A refusal never says why, and carries no cause: a parser's words may quote the token. */
  private static Json part(String base64) {
    try {
      Json json = Json.read(Base64.getUrlDecoder().decode(base64));
      if (json.node().isObject()) {
        return json;
      }
    } catch (UnreachableException | IllegalArgumentException e) {
      throw REFUSED.exception();
    }
    throw REFUSED.exception();
  }

  private static @Nullable String text(Json json, String path) {
    try {
      return json.optionalText(path);
    } catch (UnreachableException e) {
      throw REFUSED.exception();
    }
  }

  private static String required(Json json, String path) {
    String text = text(json, path);
    if (text == null || text.isEmpty()) {
      throw REFUSED.exception();
    }
    return text;
  }

  /** GitHub writes the numbers of things as text. */
  private static long number(Json json, String path) {
    try {
      return json.node().at(path).isTextual() ? Long.parseLong(json.text(path)) : json.number(path);
    } catch (UnreachableException | NumberFormatException e) {
      throw REFUSED.exception();
    }
  }

  private static Instant time(Json json, String path) {
    JsonNode at = json.node().at(path);
    if (!at.isNumber() || !at.canConvertToLong() || at.longValue() < 0) {
      throw REFUSED.exception();
    }
    return Instant.ofEpochSecond(Math.min(at.longValue(), LATEST));
  }
}
