/** How the operations of this room are answered, whichever feature they belong to. */
@NullMarked
package sh.keyway.secrets.serving;

import org.jspecify.annotations.NullMarked;
