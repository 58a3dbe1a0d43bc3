package sh.keyway.gateway.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sh.keyway.gateway.auth.Origins;

/**
 * Where a sign-in may end: at a page of an allowed origin. Only addresses that every parser reads
 * the same way count (RFC 3986): visible ASCII, no backslash, no user info, a plain host.
 */
final class ReturnTo {
  private static final int LONGEST = 2_048;

  private final Set<String> allowed;

  /** Allows these origins; a trailing slash is forgiven. */
  ReturnTo(Collection<String> origins) {
    allowed =
        origins.stream()
            .map(ReturnTo::origin)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the browser may be sent there. */
  boolean allows(String address) {
    return origin(address).filter(allowed::contains).isPresent();
  }

  private static Optional<String> origin(String address) {
    boolean plain =
        address.length() <= LONGEST
            && address.chars().allMatch(c -> c > ' ' && c <= '~' && c != '\\');
    if (!plain) {
      return Optional.empty();
    }
    try {
      return Origins.of(new URI(address));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
