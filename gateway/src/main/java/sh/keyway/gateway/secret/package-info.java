/** Push, pull and view (http-vaults §11). */
@NullMarked
package sh.keyway.gateway.secret;

import org.jspecify.annotations.NullMarked;
