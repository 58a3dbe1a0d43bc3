/**
 * The only room that ever sees an encryption key. Seals and opens.
 *
 * <p>What it guarantees: key bytes never leave {@link sh.keyway.crypto.KeyRing} except by {@link
 * sh.keyway.crypto.KeyRing#encode}, once, for a ring just generated; a ciphertext opens only where
 * it was sealed for; every way of not opening looks the same to the asker.
 */
@NullMarked
package sh.keyway.crypto;

import org.jspecify.annotations.NullMarked;
