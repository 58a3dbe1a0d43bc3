package sh.keyway.contracts;

import org.jspecify.annotations.Nullable;

/**
 * Where a request came from; copied into its audit row.
 *
 * @param ip address of the peer
 * @param userAgent the header, at most 512 characters, null if absent
 * @param platform derived from the user agent
 * @param requestId the id every log line and the answer carry
 */
public record Client(String ip, @Nullable String userAgent, Platform platform, String requestId) {}
