package sh.keyway.contracts.connect;

/**
 * Asks for a user's role on a repository (http-auth §5.4, http-vaults §2.1). The user is the
 * numeric id; the login only saves a call and is not believed.
 *
 * @param userId numeric id of the account
 * @param login name it had when last seen
 * @param repoFullName {@code owner/repo}
 * @param known whether this user had a role there before; look-ups of strangers stop while part of
 *     the quota is left, so that nobody can burn what re-checking known users takes
 */
public record FindRole(long userId, String login, String repoFullName, boolean known) {}
