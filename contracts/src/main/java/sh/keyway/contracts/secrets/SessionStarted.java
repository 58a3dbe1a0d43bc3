package sh.keyway.contracts.secrets;

/**
 * Somebody signed in.
 *
 * @param session what their token is to say
 */
public record SessionStarted(SessionFacts session) {}
