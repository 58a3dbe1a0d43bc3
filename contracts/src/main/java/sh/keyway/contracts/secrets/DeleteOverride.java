package sh.keyway.contracts.secrets;

import java.util.UUID;
import sh.keyway.contracts.Caller;

/** Deletes an override of this vault (http-vaults §9.7); for administrators of the repository. */
public record DeleteOverride(Caller caller, String repoFullName, UUID id) {}
