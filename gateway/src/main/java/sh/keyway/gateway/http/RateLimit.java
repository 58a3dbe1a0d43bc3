package sh.keyway.gateway.http;

/**
 * How often something may be done from one address (of IPv6, from one /64): so often at once, and
 * then as that comes back over a minute.
 *
 * @param name what is counted; limits of the same name share their counts
 * @param perMinute how often
 */
public record RateLimit(String name, int perMinute) {}
