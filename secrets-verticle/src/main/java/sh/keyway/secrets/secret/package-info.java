/** Push, pull and view. */
@NullMarked
package sh.keyway.secrets.secret;

import org.jspecify.annotations.NullMarked;
