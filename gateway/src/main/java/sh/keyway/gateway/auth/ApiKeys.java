package sh.keyway.gateway.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.ApiKeyIdentity;
import sh.keyway.contracts.secrets.IdentifyApiKey;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Texts;

/**
 * Whose API key it is (http-auth §2.5). Answers of the secrets room are kept for a minute; that
 * decides nothing, since the room proves the key again in the statement that answers the request.
 * Used on one event loop only.
 */
final class ApiKeys {
  private static final int LENGTH = 48;
  private static final int MOST_KEPT = 10_000;
  private static final int MOST_PENDING = 1_000;
  private static final Duration KEPT = Duration.ofSeconds(60);
  private static final Problem TOO_MANY_LOOKUPS =
      Problem.unavailable("Too many sign-ins at once, please try again");

  private final RoomClient rooms;
  private final RefusalLog refusals;
  private final Cache<String, Known> known =
      Caffeine.newBuilder()
          .maximumSize(MOST_KEPT)
          .expireAfterWrite(KEPT)
          .executor(Runnable::run)
          .build();
  private final Map<String, Future<Known>> pending = new HashMap<>();

  /** A key that was good when asked. */
  private record Known(
      Principal.ApiKey principal, List<Optional<Cidr>> allowed, @Nullable Instant expiresAt) {
    static Known of(ApiKeyIdentity identity) {
      return new Known(
          new Principal.ApiKey(identity.keyId(), identity.userId(), identity.scopes()),
          identity.allowedIps().stream().map(Cidr::parse).toList(),
          identity.expiresAt());
    }
  }

  ApiKeys(RoomClient rooms, RefusalLog refusals) {
    this.rooms = rooms;
    this.refusals = refusals;
  }

  /** Whether the token can only be an API key. */
  static boolean looksLikeOne(String token) {
    return token.startsWith("kw_");
  }

  /**
   * Whose it is.
   *
   * @param exchange the request it came with
   * @return fails with UNAUTHORIZED if the key is bad or not allowed from there,
   *     SERVICE_UNAVAILABLE if that could not be found out
   */
  Future<Principal> identify(String token, Exchange exchange) {
    if (!isWellFormed(token)) {
      return Future.failedFuture(Refusals.badKeyFormat());
    }
    String hash = Sha256.hex(token);
    Known kept = known.getIfPresent(hash);
    if (kept != null) {
      return admit(kept, exchange);
    }
    return lookUp(hash).compose(found -> admit(found, exchange));
  }

  /** Forgets what is kept about the key. */
  void forget(String token) {
    known.invalidate(Sha256.hex(token));
  }

  private Future<Known> lookUp(String hash) {
    Future<Known> running = pending.get(hash);
    if (running != null) {
      return running;
    }
    if (pending.size() >= MOST_PENDING) {
      return Future.failedFuture(TOO_MANY_LOOKUPS.exception());
    }
    Future<Known> asked =
        rooms
            .call(SecretsRoom.IDENTIFY_API_KEY, new IdentifyApiKey(hash))
            .map(Known::of)
            .recover(failure -> Future.failedFuture(named(failure)));
    pending.put(hash, asked);
    asked.onComplete(done -> {
      pending.remove(hash);
      if (done.succeeded()) {
        known.put(hash, done.result());
      }
    });
    return asked;
  }

  private static Throwable named(Throwable failure) {
    boolean unknown =
        failure instanceof ProblemException problem
            && problem.problem().kind() == Kind.UNAUTHORIZED;
    return unknown ? Refusals.unknownKey() : failure;
  }

  private Future<Principal> admit(Known key, Exchange exchange) {
    Instant end = key.expiresAt();
    if (end != null && !end.isAfter(Instant.now())) {
      return Future.failedFuture(Refusals.expiredKey());
    }
    if (!key.allowed().isEmpty() && !isIn(key.allowed(), exchange.peer())) {
      return refusals.refuse(exchange, key.principal(), Refusals.addressNotAllowed().problem());
    }
    return Future.succeededFuture(key.principal());
  }

  /** A block that cannot be read holds nobody: a list of such blocks locks everybody out. */
  private static boolean isIn(List<Optional<Cidr>> blocks, String peer) {
    Optional<Ip> address = Ip.parse(peer);
    return address.isPresent()
        && blocks.stream().flatMap(Optional::stream).anyMatch(b -> b.contains(address.get()));
  }

  private static boolean isWellFormed(String token) {
    if (token.length() != LENGTH
        || !(token.startsWith("kw_live_") || token.startsWith("kw_test_"))) {
      return false;
    }
    for (int i = 8; i < LENGTH; i++) {
      if (!Texts.isAlphanumeric(token.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
