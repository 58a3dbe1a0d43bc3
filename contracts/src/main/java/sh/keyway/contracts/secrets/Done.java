package sh.keyway.contracts.secrets;

/** It is done; there is nothing more to say. */
public record Done() {}
