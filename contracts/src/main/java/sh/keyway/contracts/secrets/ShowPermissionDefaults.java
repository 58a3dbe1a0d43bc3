package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Caller;

/** Asks what roles may do by default (http-vaults §9.10). */
public record ShowPermissionDefaults(Caller caller) {}
