package sh.keyway.gateway.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import sh.keyway.contracts.Principal;
import sh.keyway.gateway.http.Ids;

/** Verifies Keyway JWTs (http-auth §2.3): HS256 under our key, our issuer, not expired. */
final class Sessions {
  private static final String ISSUER = "keyway-api";

  /** Where the library puts the claims of a verified token. */
  private static final String CLAIMS = "accessToken";

  private final JWTAuth jwt;

  Sessions(Vertx vertx, String secret) {
    jwt =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret))
                // We look at exp ourselves: it must be there, and there is no leeway.
                .setJWTOptions(new JWTOptions().setIssuer(ISSUER).setIgnoreExpiration(true)));
  }

  /**
   * Whose token it is.
   *
   * @return fails with UNAUTHORIZED, whatever is wrong with it
   */
  Future<Principal> verify(String token) {
    try {
      return jwt.authenticate(new TokenCredentials(token))
          .transform(done ->
              done.failed()
                  ? Future.failedFuture(Refusals.badToken())
                  : read(done.result().attributes().getJsonObject(CLAIMS)));
    } catch (RuntimeException e) {
      // The library throws on claims of the wrong type instead of failing.
      return Future.failedFuture(Refusals.badToken());
    }
  }

  private static Future<Principal> read(JsonObject claims) {
    if (!(claims.getValue("exp") instanceof Number end)) {
      return Future.failedFuture(Refusals.badToken());
    }
    if (end.doubleValue() * 1000 <= Instant.now().toEpochMilli()) {
      return Future.failedFuture(Refusals.expiredToken());
    }
    return uuid(claims.getValue("sub"))
        .<Future<Principal>>map(user -> Future.succeededFuture(new Principal.Session(user)))
        .orElseGet(() -> Future.failedFuture(Refusals.badToken()));
  }

  private static Optional<UUID> uuid(Object subject) {
    return subject instanceof String text && Ids.isUuid(text)
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
