package sh.keyway.contracts.connect;

import org.jspecify.annotations.Nullable;

/**
 * A GitHub account (http-auth §7 G3, G4).
 *
 * @param id numeric id; stays when the login changes
 * @param login name at the time of asking
 * @param avatarUrl picture, null if GitHub names none
 * @param email public address, else the primary verified one, else a verified one, else any; null
 *     if there is none or the token may not see it
 */
public record GitHubUser(
    long id, String login, @Nullable String avatarUrl, @Nullable String email) {}
