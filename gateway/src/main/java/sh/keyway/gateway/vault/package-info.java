/** Vaults (http-vaults §4). */
@NullMarked
package sh.keyway.gateway.vault;

import org.jspecify.annotations.NullMarked;
