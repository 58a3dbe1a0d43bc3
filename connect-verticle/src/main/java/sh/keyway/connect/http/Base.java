package sh.keyway.connect.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where another side lives: scheme, host, port and path prefix. Nothing outside of it is ever
 * called.
 *
 * @param tls whether over TLS
 * @param host host name or address
 * @param port port
 * @param prefix path every call starts with, without a slash at its end; {@code ""} for none
 */
public record Base(boolean tls, String host, int port, String prefix) {

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is not an absolute http or https address of a host
   */
  public static Base of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    if (!tls && !scheme.equals("http")) {
      throw new IllegalArgumentException("must be an http or https address");
    }
    if (uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must be a host, at most with a port and a path");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new Base(tls, uri.getHost(), port(uri, tls), path.replaceAll("/+$", ""));
  }

  /**
   * Follows a redirect.
   *
   * @param path where we were, as in {@link Call#path}
   * @param location what the other side said
   * @return the path to call instead; empty if it leads out of this base
   */
  Optional<String> redirect(String path, @Nullable String location) {
    if (location == null) {
      return Optional.empty();
    }
    URI target;
    try {
      target = URI.create(toString() + path).resolve(location).normalize();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    boolean here =
        (tls ? "https" : "http").equalsIgnoreCase(target.getScheme())
            && host.equalsIgnoreCase(target.getHost())
            && port == port(target, tls)
            && target.getRawUserInfo() == null
            && target.getRawPath() != null
            && target.getRawPath().startsWith(prefix + "/");
    if (!here) {
      return Optional.empty();
    }
    String rest = target.getRawPath().substring(prefix.length());
    return Optional.of(target.getRawQuery() == null ? rest : rest + "?" + target.getRawQuery());
  }

  private static int port(URI uri, boolean tls) {
    return uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
  }

  /** The address, without a slash at its end. */
  @Override
  public String toString() {
    String named = port == (tls ? 443 : 80) ? host : host + ":" + port;
    return (tls ? "https://" : "http://") + named + prefix;
  }
}
