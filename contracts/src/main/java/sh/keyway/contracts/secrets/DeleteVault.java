package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/** Deletes a vault and every secret in it; admins only (http-vaults §4.4). */
public record DeleteVault(Caller caller, String repoFullName) {}
