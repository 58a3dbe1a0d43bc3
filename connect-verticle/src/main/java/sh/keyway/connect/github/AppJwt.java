package sh.keyway.connect.github;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.AppKey;

/**
 * The token by which the App itself speaks (http-auth §5.1, W31). Backdated by a minute, and ending
 * a minute before GitHub's ceiling of ten, for clocks that differ. Kept for five minutes, because a
 * signature costs a millisecond. May be used from any thread.
 */
final class AppJwt {
  private static final Duration BACKDATED = Duration.ofMinutes(1);
  private static final Duration LIFE = Duration.ofMinutes(9);
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String appId;
  private final AppKey key;
  private final InstantSource clock;
  private volatile @Nullable Made last;

  AppJwt(String appId, AppKey key, InstantSource clock) {
    this.appId = appId;
    this.key = key;
    this.clock = clock;
  }

  private record Made(Instant at, Credential credential) {}

  Credential credential() {
    Instant now = clock.instant();
    Made made = last;
    if (made != null && !now.isBefore(made.at()) && now.isBefore(made.at().plus(KEPT))) {
      return made.credential();
    }
    Credential fresh = Credential.app(make(now));
    last = new Made(now, fresh);
    return fresh;
  }

  private String make(Instant now) {
    String claims =
        "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
            .formatted(
                now.minus(BACKDATED).getEpochSecond(), now.plus(LIFE).getEpochSecond(), appId);
    String head = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
    return head + "." + BASE64.encodeToString(key.sign(head));
  }

  private static String encode(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
