package sh.keyway.connect.github;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sh.keyway.connect.http.Call;
import sh.keyway.connect.http.Caller;
import sh.keyway.connect.http.SingleFlight;
import sh.keyway.connect.http.UnreachableException;

/**
 * The keys an OIDC issuer signs with (RFC 7517). Fetched when first needed and once an hour; sooner
 * for an unknown key id, but not twice within half a minute, lest anyone make us fetch by making
 * ids up; two seconds while there is no key at all. Whoever comes while they are being fetched
 * waits for the same answer. While the issuer is down, what was fetched within a day still counts.
 * May be used from any thread.
 */
final class SigningKeys {
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration USABLE = Duration.ofHours(24);
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);
  private static final Duration BETWEEN_FIRST_FETCHES = Duration.ofSeconds(2);
  private static final int MOST_KEYS = 100;
  private static final int MIN_BITS = 2048;
  private static final int MAX_BITS = 8192;

  private final Caller caller;
  private final String path;
  private final InstantSource clock;
  private final SingleFlight<String, Known> fetches = new SingleFlight<>();
  private volatile Known known = new Known(Map.of(), Instant.EPOCH, Instant.EPOCH);

  SigningKeys(Caller caller, String path, InstantSource clock) {
    this.caller = caller;
    this.path = path;
    this.clock = clock;
  }

  /**
   * What is known.
   *
   * @param keys by id
   * @param fetched when
   * @param tried when the last try ended, whatever came of it
   */
  private record Known(Map<String, PublicKey> keys, Instant fetched, Instant tried) {
    boolean isCurrent() {
      return fetched.equals(tried);
    }

    Instant nextTry() {
      return tried.plus(keys.isEmpty() ? BETWEEN_FIRST_FETCHES : BETWEEN_FETCHES);
    }
  }

  /** The key of that id; empty if the issuer has none. */
  Future<Optional<PublicKey>> find(String id) {
    Instant now = clock.instant();
    Known had = known;
    PublicKey key = had.keys().get(id);
    if (key != null && now.isBefore(had.fetched().plus(FRESH))) {
      return Future.succeededFuture(Optional.of(key));
    }
    if (now.isBefore(had.nextTry())) {
      return answer(had, id);
    }
    return fetches.ask(path, () -> unlessTried(had)).compose(latest -> answer(latest, id));
  }

  /** Somebody's try may have ended between our look and our take-off. */
  private Future<Known> unlessTried(Known had) {
    Known latest = known;
    return latest.tried().equals(had.tried()) ? fetch(had) : Future.succeededFuture(latest);
  }

  private Future<Optional<PublicKey>> answer(Known from, String id) {
    PublicKey key = from.keys().get(id);
    boolean usable = clock.instant().isBefore(from.fetched().plus(USABLE));
    if (key != null && usable) {
      return Future.succeededFuture(Optional.of(key));
    }
    return from.isCurrent()
        ? Future.succeededFuture(Optional.empty())
        : Future.failedFuture(UnreachableException.down("no signing keys"));
  }

  /** What is known after a try; never fails. */
  private Future<Known> fetch(Known had) {
    Map<String, String> headers =
        Map.of("Accept", "application/json", "User-Agent", GitHubApi.USER_AGENT);
    return caller
        .call(new Call(HttpMethod.GET, path, headers, null))
        .map(answer -> {
          if (!answer.ok()) {
            throw UnreachableException.refused("signing keys refused");
          }
          Instant now = clock.instant();
          return new Known(read(Json.read(answer.body())), now, now);
        })
        .otherwise(failure -> new Known(had.keys(), had.fetched(), clock.instant()))
        .onSuccess(latest -> known = latest);
  }

  private static Map<String, PublicKey> read(Json json) {
    Map<String, PublicKey> keys = new HashMap<>();
    json.items("/keys").stream()
        .limit(MOST_KEYS)
        .filter(key -> "RSA".equals(key.optionalText("/kty")))
        .filter(key -> !"enc".equals(key.optionalText("/use")))
        .forEach(key -> key(key).ifPresent(read -> keys.put(key.text("/kid"), read)));
    return Map.copyOf(keys);
  }

  private static Optional<PublicKey> key(Json json) {
    try {
      BigInteger modulus = number(json.text("/n"));
      BigInteger exponent = number(json.text("/e"));
      if (modulus.bitLength() < MIN_BITS || modulus.bitLength() > MAX_BITS) {
        return Optional.empty();
      }
      return Optional.of(
          KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static BigInteger number(String base64) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
  }
}
