package sh.keyway.contracts.secrets;

import java.util.UUID;
import sh.keyway.contracts.Caller;

/**
 * Replaces what a policy of this vault allows; for administrators of the repository. CONFLICT if it
 * was made for another owner of the repository.
 */
public record UpdateCiPolicy(Caller caller, String repoFullName, UUID id, CiRules rules) {}
