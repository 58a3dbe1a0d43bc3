package sh.keyway.contracts.secrets;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Client;

/**
 * A client without a browser wants to sign in (http-auth §3.2, §4.2). VALIDATION_ERROR if a member
 * cannot be what it should be, SERVICE_UNAVAILABLE also if too many codes are pending.
 *
 * @param repository what it is for, {@code owner/repo}, to be shown to who approves, 1 to 200
 *     printable characters; null if unsaid
 * @param ownerId GitHub's number of the repository's owner, at least 1, null if unsaid
 * @param repositoryId GitHub's number of the repository, at least 1, null if unsaid
 * @param client the client; its address is shown to who approves
 */
public record StartDevice(
    @Nullable String repository,
    @Nullable Long ownerId,
    @Nullable Long repositoryId,
    Client client) {}
