package sh.keyway.testkit.github;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;

/** Judges a JWT by which the App says who it is, as strictly as GitHub (http-auth §5.1, W31). */
final class AppJwt {
  static final String UNDECODABLE = "A JSON web token could not be decoded";
  private static final long MAXIMUM_SECONDS = 600;

  private AppJwt() {}

  /** What is wrong with it; empty if nothing. */
  static Optional<String> problem(String jwt, GitHubApp app, long now) {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.of(UNDECODABLE);
    }
    try {
      byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
      if (!"RS256".equals(json(parts[0]).getString("alg"))
          || !app.verifies(parts[0] + "." + parts[1], signature)) {
        return Optional.of(UNDECODABLE);
      }
      return claimProblem(json(parts[1]), app, now);
    } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
      return Optional.of(UNDECODABLE);
    }
  }

  private static Optional<String> claimProblem(JsonObject claims, GitHubApp app, long now) {
    Object issuer = claims.getValue("iss");
    if (issuer == null
        || !(issuer.toString().equals(Long.toString(app.id()))
            || issuer.toString().equals(app.clientId()))) {
      return Optional.of("'Issuer' claim ('iss') must be an Integer");
    }
    if (!(claims.getValue("exp") instanceof Number expires) || expires.longValue() <= now) {
      return Optional.of(
          "'Expiration time' claim ('exp') must be a numeric value representing the future time at"
              + " which the assertion expires");
    }
    if (expires.longValue() > now + MAXIMUM_SECONDS) {
      return Optional.of("'Expiration time' claim ('exp') is too far in the future");
    }
    if (!(claims.getValue("iat") instanceof Number issued) || issued.longValue() > now) {
      return Optional.of(
          "'Issued at' claim ('iat') must be an Integer representing the time that the assertion"
              + " was issued");
    }
    return Optional.empty();
  }

  private static JsonObject json(String part) {
    return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(part)));
  }
}
