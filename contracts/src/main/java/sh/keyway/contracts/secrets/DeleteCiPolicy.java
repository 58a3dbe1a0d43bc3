package sh.keyway.contracts.secrets;

import java.util.UUID;
import sh.keyway.contracts.Caller;

/** Deletes a policy of this vault; for administrators of the repository. */
public record DeleteCiPolicy(Caller caller, String repoFullName, UUID id) {}
