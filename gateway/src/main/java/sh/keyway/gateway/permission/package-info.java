/** Who may read and write what in a vault (http-vaults §9). */
@NullMarked
package sh.keyway.gateway.permission;

import org.jspecify.annotations.NullMarked;
