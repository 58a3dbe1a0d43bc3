package sh.keyway.gateway.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one place a client may be at. */
final class PeerNetwork {
  private PeerNetwork() {}

  /**
   * Where the client behind a literal address is; an IPv4-mapped address is the IPv4 address it
   * holds. What is no address stands for itself.
   */
  static String of(String peer, RateLimit.Place place) {
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(peer);
    } catch (IllegalArgumentException e) {
      return peer;
    }
    boolean six = address instanceof Inet6Address;
    int bytes =
        switch (place) {
          case ADDRESS -> six ? 8 : 4;
          case NETWORK -> six ? 6 : 3;
        };
    return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), bytes));
  }
}
