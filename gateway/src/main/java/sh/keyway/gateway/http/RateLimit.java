package sh.keyway.gateway.http;

/**
 * How often something may be done from one place: so often at once, and then as that comes back
 * over a minute.
 *
 * @param name what is counted; limits of the same name share their counts
 * @param perMinute how often
 * @param place what counts as one place
 */
public record RateLimit(String name, int perMinute, Place place) {
  private static final int ADDRESSES = 10;

  /** What counts as one place. */
  public enum Place {
    /** An IPv4 address, or the /64 an IPv6 address is in. */
    ADDRESS,
    /** The /24 an IPv4 address is in, or the /48 an IPv6 address is in. */
    NETWORK
  }

  /** From one address. */
  public RateLimit(String name, int perMinute) {
    this(name, perMinute, Place.ADDRESS);
  }

  /** Ten times as often from one network: whoever holds all of its addresses gets no more. */
  public RateLimit ofNetwork() {
    return new RateLimit(name + "-network", ADDRESSES * perMinute, Place.NETWORK);
  }
}
