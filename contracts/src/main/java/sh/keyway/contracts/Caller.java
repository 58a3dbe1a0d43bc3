package sh.keyway.contracts;

/**
 * Who asks, and from where.
 *
 * @param principal whose credential it was
 * @param client where the request came from
 */
public record Caller(Principal principal, Client client) {}
