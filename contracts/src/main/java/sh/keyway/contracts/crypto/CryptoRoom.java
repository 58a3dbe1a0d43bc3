package sh.keyway.contracts.crypto;

import java.time.Duration;
import java.util.List;
import sh.keyway.contracts.bus.Operation;

/**
 * The operations of the crypto room. A ciphertext that does not open, for whatever reason, and a
 * key version the node does not hold are problems of kind INTERNAL_ERROR: the caller of the public
 * API can do nothing about either.
 */
public final class CryptoRoom {
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  /** Plaintext to ciphertext. */
  public static final Operation<Seal, Sealed> SEAL =
      Operation.of("crypto.seal", Seal.class, Sealed.class).within(DEADLINE);

  /** Ciphertext to plaintext. */
  public static final Operation<Open, Opened> OPEN =
      Operation.of("crypto.open", Open.class, Opened.class).within(DEADLINE);

  /** Scheme 0 ciphertext to plaintext. */
  public static final Operation<OpenUpstream, Opened> OPEN_UPSTREAM =
      Operation.of("crypto.open-upstream", OpenUpstream.class, Opened.class).within(DEADLINE);

  /** Which key versions are held. */
  public static final Operation<AskKeys, HeldKeys> KEYS =
      Operation.of("crypto.keys", AskKeys.class, HeldKeys.class).within(DEADLINE);

  private CryptoRoom() {}

  /** Every operation of the room. */
  public static List<Operation<?, ?>> operations() {
    return List.of(SEAL, OPEN, OPEN_UPSTREAM, KEYS);
  }
}
