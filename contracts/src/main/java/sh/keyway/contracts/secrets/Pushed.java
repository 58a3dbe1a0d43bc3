package sh.keyway.contracts.secrets;

/**
 * What a push did.
 *
 * @param revision the environment's head afterwards, 0 if it never had one
 * @param created keys that were not there
 * @param updated keys whose value changed
 * @param deleted keys that were there and are not any more
 * @param unchanged keys that stayed as they were
 */
public record Pushed(long revision, int created, int updated, int deleted, int unchanged) {}
