/** Vaults and their environments. */
@NullMarked
package sh.keyway.secrets.vault;

import org.jspecify.annotations.NullMarked;
