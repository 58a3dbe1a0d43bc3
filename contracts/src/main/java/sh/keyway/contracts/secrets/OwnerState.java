package sh.keyway.contracts.secrets;

/**
 * Whether there was an owner.
 *
 * @param created true if it was made just now, with the key given
 */
public record OwnerState(boolean created) {}
