package sh.keyway.contracts;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What kind of client is calling, from its User-Agent (http-auth §10.2). */
public enum Platform {
  /** The published command-line client. */
  CLI,
  /** A browser. */
  WEB,
  /** Anything else, the GitHub Action included. */
  API,
  /** The published MCP server. */
  MCP;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The spelling in the database and on the wire. */
  @JsonValue
  public String wire() {
    return wire;
  }

  /** Reads it off a User-Agent header; a missing one is {@link #API}. */
  public static Platform ofUserAgent(@Nullable String userAgent) {
    if (userAgent == null) {
      return API;
    }
    String lower = userAgent.toLowerCase(Locale.ROOT);
    if (lower.contains("keyway-cli")) {
      return CLI;
    }
    if (lower.contains("keyway-mcp")) {
      return MCP;
    }
    boolean browser =
        userAgent.contains("Mozilla")
            || userAgent.contains("Chrome")
            || userAgent.contains("Safari")
            || userAgent.contains("Firefox")
            || userAgent.contains("Edge");
    return browser ? WEB : API;
  }
}
