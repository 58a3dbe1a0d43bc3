/** Who may read and write what. */
@NullMarked
package sh.keyway.secrets.permission;

import org.jspecify.annotations.NullMarked;
