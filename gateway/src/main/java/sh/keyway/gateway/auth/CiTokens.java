package sh.keyway.gateway.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.UUID;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.secrets.CiTokenIssued;
import sh.keyway.gateway.http.Ids;

/**
 * Pull tokens of workflow runs: Keyway JWTs with {@code use} {@code ci}. They are no sessions and
 * have no {@code sub}; what they may pull is in their row, {@code jti}, and never in the token.
 */
public final class CiTokens {
  private static final String USE = "use";
  private static final String CI = "ci";
  private static final String ALGORITHM = "HS256";

  private final JWTAuth jwt;

  /**
   * Signs.
   *
   * @param secret key of Keyway JWTs
   */
  public CiTokens(Vertx vertx, String secret) {
    jwt =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(secret)));
  }

  /** The token, good until its row ends. */
  public String sign(CiTokenIssued token) {
    JsonObject claims =
        JsonObject.of(
            USE,
            CI,
            "jti",
            token.tokenId().toString(),
            "vaultId",
            token.vaultId().toString(),
            "runId",
            token.runId(),
            "actor",
            token.actor(),
            "exp",
            token.expiresAt().getEpochSecond());
    return jwt.generateToken(
        claims, new JWTOptions().setAlgorithm(ALGORITHM).setIssuer(Sessions.ISSUER));
  }

  /** Whether a verified token says what it is for; a session never does. */
  static boolean hasUse(JsonObject claims) {
    return claims.containsKey(USE);
  }

  /** Whose verified token it is; UNAUTHORIZED unless it is a pull token. */
  static Future<Principal> read(JsonObject claims) {
    return CI.equals(claims.getValue(USE))
            && claims.getValue("jti") instanceof String id
            && Ids.isUuid(id)
            && claims.getValue("vaultId") instanceof String vault
            && Ids.isUuid(vault)
            && claims.getValue("runId") instanceof Number run
            && claims.getValue("actor") instanceof String actor
        ? Future.succeededFuture(
            new Principal.Ci(UUID.fromString(id), UUID.fromString(vault), run.longValue(), actor))
        : Future.failedFuture(Refusals.badToken());
  }
}
