package sh.keyway.contracts.connect;

/**
 * A repository as GitHub describes it now, which after a rename or transfer is not as it was asked
 * for.
 *
 * @param id numeric id; stays when the name changes
 * @param fullName {@code owner/repo} as GitHub spells it
 * @param isPrivate whether strangers cannot see it
 * @param ownerId numeric id of the owning account
 * @param ownerLogin its name
 * @param organization whether that account is an organisation
 */
public record RepositoryFacts(
    long id,
    String fullName,
    boolean isPrivate,
    long ownerId,
    String ownerLogin,
    boolean organization) {}
