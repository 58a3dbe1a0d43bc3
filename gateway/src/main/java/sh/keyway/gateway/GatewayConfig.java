package sh.keyway.gateway;

import java.util.List;

/**
 * What the gateway needs to know.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any free one
 * @param jwtSecret key of Keyway JWTs, at least 32 characters
 * @param allowedOrigins origins that may call from a browser, exact strings
 * @param errorBaseUrl what problem types begin with, without a trailing slash
 * @param githubUrl web origin of GitHub, for the Content-Security-Policy
 */
public record GatewayConfig(
    String host,
    int port,
    String jwtSecret,
    List<String> allowedOrigins,
    String errorBaseUrl,
    String githubUrl) {
  /** Copies the list in. */
  public GatewayConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "GatewayConfig[" + host + ":" + port + "]";
  }
}
