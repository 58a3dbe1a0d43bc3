package sh.keyway.contracts.connect;

/** Asks how the App is registered: also the proof that its id and key are right. */
public record GetApp() {}
