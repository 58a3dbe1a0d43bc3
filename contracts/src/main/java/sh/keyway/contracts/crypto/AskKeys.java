package sh.keyway.contracts.crypto;

/** Asks which key versions the node holds; also the crypto room's sign of life. */
public record AskKeys() {}
