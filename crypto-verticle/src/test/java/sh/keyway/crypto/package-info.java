/** Tests of the crypto room. */
@NullMarked
package sh.keyway.crypto;

import org.jspecify.annotations.NullMarked;
