package sh.keyway.gateway.auth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits, an IPv4 address as the IPv6 address it maps to (RFC 4291 §2.5.5.2).
 * Reading one never asks a name server.
 *
 * @param high first 64 bits
 * @param low last 64 bits
 */
public record Ip(long high, long low) {
  /** Last 64 bits of {@code ::ffff:0.0.0.0}. */
  static final long MAPPED = 0xFFFF_0000_0000L;

  private static final int GROUPS = 8;

  /** Reads a literal address, without brackets, zone or leading zeros; empty if it is not one. */
  public static Optional<Ip> parse(String text) {
    if (text.length() > 45) {
      return Optional.empty();
    }
    if (text.indexOf(':') >= 0) {
      return parseIpv6(text);
    }
    long address = ipv4(text);
    return address < 0 ? Optional.empty() : Optional.of(new Ip(0, MAPPED | address));
  }

  /** Whether it is an IPv4 address, mapped or not. */
  public boolean isIpv4() {
    return high == 0 && (low & ~0xFFFF_FFFFL) == MAPPED;
  }

  /** The 32 bits, -1 if the text is something else. */
  private static long ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return -1;
    }
    long address = 0;
    for (String part : parts) {
      int octet = octet(part);
      if (octet < 0) {
        return -1;
      }
      address = address << 8 | octet;
    }
    return address;
  }

  private static int octet(String part) {
    if (part.isEmpty() || part.length() > 3 || (part.length() > 1 && part.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + c - '0';
    }
    return value <= 255 ? value : -1;
  }

  private static Optional<Ip> parseIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    int[] before = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    int[] after = groups(gap < 0 ? "" : text.substring(gap + 2), true);
    if (before == null || after == null) {
      return Optional.empty();
    }
    int given = before.length + after.length;
    if (gap < 0 ? given != GROUPS : given >= GROUPS) {
      return Optional.empty();
    }
    int[] all = new int[GROUPS];
    System.arraycopy(before, 0, all, 0, before.length);
    System.arraycopy(after, 0, all, GROUPS - after.length, after.length);
    return Optional.of(new Ip(join(all, 0), join(all, 4)));
  }

  private static long join(int[] groups, int from) {
    long joined = 0;
    for (int i = from; i < from + 4; i++) {
      joined = joined << 16 | groups[i];
    }
    return joined;
  }

  /** The 16-bit groups; null if one is malformed. The last may be an IPv4 address. */
  private static int @Nullable [] groups(String text, boolean endsAddress) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    String last = parts[parts.length - 1];
    boolean embedded = endsAddress && last.indexOf('.') >= 0;
    int[] groups = new int[parts.length + (embedded ? 1 : 0)];
    for (int i = 0; i < parts.length - (embedded ? 1 : 0); i++) {
      groups[i] = group(parts[i]);
      if (groups[i] < 0) {
        return null;
      }
    }
    if (embedded) {
      long address = ipv4(last);
      if (address < 0) {
        return null;
      }
      groups[groups.length - 2] = (int) (address >> 16);
      groups[groups.length - 1] = (int) (address & 0xFFFF);
    }
    return groups;
  }

  private static int group(String part) {
    if (part.isEmpty() || part.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < part.length(); i++) {
      int digit = part.charAt(i) > '~' ? -1 : Character.digit(part.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }
}
