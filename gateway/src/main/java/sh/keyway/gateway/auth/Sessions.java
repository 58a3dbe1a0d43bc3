package sh.keyway.gateway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.AdoptSession;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.gateway.http.Ids;

/**
 * Makes and verifies Keyway JWTs (http-auth §2.3): HS256 under our key, our issuer, not expired.
 * The token's {@code jti} names its session. Tokens of the system before this one have none; they
 * get a session when they are first seen, so that they can be revoked too. Used on one event loop
 * only.
 */
public final class Sessions {
  private static final int MOST_ADOPTED = 10_000;

  /** {@code iss} of every Keyway JWT. */
  static final String ISSUER = "keyway-api";

  /** Where the library puts the claims of a verified token. */
  private static final String CLAIMS = "accessToken";

  private final JWTAuth jwt;
  private final RoomClient rooms;
  private final Cache<UUID, UUID> adopted =
      Caffeine.newBuilder().maximumSize(MOST_ADOPTED).executor(Runnable::run).build();

  /**
   * Uses this key.
   *
   * @param secret at least 32 characters
   */
  public Sessions(Vertx vertx, RoomClient rooms, String secret) {
    this.rooms = rooms;
    jwt =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret))
                // We look at exp ourselves: it must be there, and there is no leeway.
                .setJWTOptions(new JWTOptions().setIssuer(ISSUER).setIgnoreExpiration(true)));
  }

  /** The session's token; the same facts give the same token. */
  public String mint(SessionFacts facts) {
    String user = facts.userId().toString();
    JsonObject claims =
        new JsonObject()
            .put("userId", user)
            .put("forgeType", facts.forge())
            .put("forgeUserId", facts.forgeUserId())
            .put("username", facts.username())
            .put("iat", facts.issuedAt().getEpochSecond())
            .put("exp", facts.expiresAt().getEpochSecond())
            .put("iss", ISSUER)
            .put("sub", user)
            .put("jti", facts.sessionId().toString());
    return jwt.generateToken(claims, new JWTOptions().setAlgorithm("HS256").setNoTimestamp(true));
  }

  /**
   * Whose token it is.
   *
   * @return fails with UNAUTHORIZED, whatever is wrong with it, or with SERVICE_UNAVAILABLE
   */
  public Future<Principal> verify(String token) {
    try {
      return jwt.authenticate(new TokenCredentials(token))
          .transform(done ->
              done.failed()
                  ? Future.failedFuture(Refusals.badToken())
                  : read(token, done.result().attributes().getJsonObject(CLAIMS)));
    } catch (RuntimeException e) {
      // The library throws on claims of the wrong type instead of failing.
      return Future.failedFuture(Refusals.badToken());
    }
  }

  private Future<Principal> read(String token, JsonObject claims) {
    if (!(claims.getValue("exp") instanceof Number end)) {
      return Future.failedFuture(Refusals.badToken());
    }
    Instant expiresAt = Instant.ofEpochMilli((long) (end.doubleValue() * 1000));
    if (!expiresAt.isAfter(Instant.now())) {
      return Future.failedFuture(Refusals.expiredToken());
    }
    // A token for a use of its own is no session, whatever the use.
    if (CiTokens.hasUse(claims)) {
      return CiTokens.read(claims);
    }
    Optional<UUID> user = uuid(claims.getValue("sub"));
    if (user.isEmpty()) {
      return Future.failedFuture(Refusals.badToken());
    }
    if (claims.containsKey("jti")) {
      return uuid(claims.getValue("jti"))
          .<Future<Principal>>map(
              session -> Future.succeededFuture(new Principal.Session(user.get(), session)))
          .orElseGet(() -> Future.failedFuture(Refusals.badToken()));
    }
    Instant issuedAt =
        claims.getValue("iat") instanceof Number begin
            ? Instant.ofEpochSecond(begin.longValue())
            : Instant.now();
    return adopt(user.get(), token, issuedAt, expiresAt);
  }

  private Future<Principal> adopt(UUID user, String token, Instant issuedAt, Instant expiresAt) {
    UUID session = derived(token);
    Principal principal = new Principal.Session(user, session);
    if (adopted.getIfPresent(session) != null) {
      return Future.succeededFuture(principal);
    }
    return rooms
        .call(SecretsRoom.ADOPT_SESSION, new AdoptSession(user, session, issuedAt, expiresAt))
        .onSuccess(done -> adopted.put(session, session))
        .map(principal);
  }

  /** A uuid of our own making (RFC 9562 §5.8), the same for the same token. */
  private static UUID derived(String token) {
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & ~0xf000L) | 0x8000L;
    long low = (hash.getLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private static Optional<UUID> uuid(Object subject) {
    return subject instanceof String text && Ids.isUuid(text)
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
