/**
 * What the crypto room is asked: to seal and to open. Keys never appear here; a ciphertext is bound
 * to where it belongs by a {@link sh.keyway.contracts.crypto.Binding}.
 */
@NullMarked
package sh.keyway.contracts.crypto;

import org.jspecify.annotations.NullMarked;
