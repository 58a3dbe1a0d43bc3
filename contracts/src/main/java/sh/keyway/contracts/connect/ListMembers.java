package sh.keyway.contracts.connect;

/**
 * Asks who belongs to an organisation that has the App (http-auth §7 G14). NOT_FOUND if the App is
 * not there, FORBIDDEN if it may not list.
 *
 * @param login the organisation's name
 */
public record ListMembers(String login) {}
