package sh.keyway.contracts.connect;

import org.jspecify.annotations.Nullable;

/**
 * An organisation.
 *
 * @param id numeric id; stays when the login changes
 * @param login its name
 * @param name display name, null if none
 * @param avatarUrl picture, null if none
 * @param installation the App's installation there
 */
public record OrganizationFacts(
    long id,
    String login,
    @Nullable String name,
    @Nullable String avatarUrl,
    Installation installation) {}
