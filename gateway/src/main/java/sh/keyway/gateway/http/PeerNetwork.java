package sh.keyway.gateway.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one client: an IPv4 address, or the /64 an IPv6 address is in. */
final class PeerNetwork {
  private static final int NETWORK_BYTES = 8;

  private PeerNetwork() {}

  /**
   * The client behind a literal address; an IPv4-mapped address is the IPv4 address it holds. What
   * is no address stands for itself.
   */
  static String of(String peer) {
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(peer);
    } catch (IllegalArgumentException e) {
      return peer;
    }
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
        : address.getHostAddress();
  }
}
