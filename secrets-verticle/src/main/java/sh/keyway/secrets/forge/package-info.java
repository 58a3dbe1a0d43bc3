/** Where repositories and roles come from; the local forge keeps them in our own database. */
@NullMarked
package sh.keyway.secrets.forge;

import org.jspecify.annotations.NullMarked;
