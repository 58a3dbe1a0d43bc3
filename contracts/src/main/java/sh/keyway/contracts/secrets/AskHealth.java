package sh.keyway.contracts.secrets;

/** Asks whether the secrets room can do its work. */
public record AskHealth() {}
