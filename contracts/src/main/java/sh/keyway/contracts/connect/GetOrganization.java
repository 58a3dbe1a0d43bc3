package sh.keyway.contracts.connect;

/**
 * Asks for an organisation that has the App (http-auth §7 G9, G17). NOT_FOUND if the App is not
 * there.
 *
 * @param login its name
 */
public record GetOrganization(String login) {}
