package sh.keyway.contracts.connect;

import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;

/**
 * What a token may do on a repository: the upper bound of what it is worth here.
 *
 * @param role null if it cannot see the repository, or sees it only as everyone does
 * @param repository null if it cannot see it
 */
public record TokenRole(@Nullable Role role, @Nullable RepositoryFacts repository) {}
