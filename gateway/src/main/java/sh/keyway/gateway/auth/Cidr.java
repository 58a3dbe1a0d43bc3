package sh.keyway.gateway.auth;

import java.util.Optional;

/**
 * A block of addresses in CIDR notation (RFC 4632, RFC 4291), or one literal address. An
 * IPv4-mapped IPv6 address counts as the IPv4 address it holds. {@code 0.0.0.0/0} holds every
 * address of either family, as it always did; otherwise a block holds addresses of its own family
 * only.
 */
public final class Cidr {
  private static final int WIDTH = 128;

  private final Ip network;
  private final int prefix;

  private Cidr(Ip network, int prefix) {
    this.network = network;
    this.prefix = prefix;
  }

  /** Reads a block; empty if it is not one. Bits after the prefix are ignored. */
  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    Optional<Ip> address = Ip.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    // A mapped address written as IPv6 has its prefix counted in 128 bits.
    boolean shortForm = text.indexOf(':') < 0;
    int width = shortForm ? 32 : WIDTH;
    int length = slash < 0 ? width : prefixLength(text.substring(slash + 1), width);
    if (length < 0) {
      return Optional.empty();
    }
    return Optional.of(new Cidr(address.get(), shortForm ? length + WIDTH - 32 : length));
  }

  private static int prefixLength(String digits, int most) {
    boolean wellFormed =
        !digits.isEmpty()
            && digits.length() <= 3
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            && (digits.length() == 1 || digits.charAt(0) != '0');
    int length = wellFormed ? Integer.parseInt(digits) : -1;
    return length <= most ? length : -1;
  }

  /** Whether the address is in the block. */
  public boolean contains(Ip address) {
    if (isIpv4()) {
      if (prefix == WIDTH - 32 && network.low() == Ip.MAPPED) {
        return true;
      }
      return address.isIpv4() && same(address);
    }
    return !address.isIpv4() && same(address);
  }

  private boolean isIpv4() {
    return network.isIpv4() && prefix >= WIDTH - 32;
  }

  private boolean same(Ip address) {
    long high = mask(Math.min(prefix, 64));
    long low = mask(Math.max(prefix - 64, 0));
    return (address.high() & high) == (network.high() & high)
        && (address.low() & low) == (network.low() & low);
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (64 - bits);
  }
}
