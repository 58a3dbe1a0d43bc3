/** Which of the crypto room's keys new ciphertexts are sealed with. */
@NullMarked
package sh.keyway.secrets.key;

import org.jspecify.annotations.NullMarked;
