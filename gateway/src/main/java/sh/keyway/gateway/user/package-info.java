/** The caller's own user. */
@NullMarked
package sh.keyway.gateway.user;

import org.jspecify.annotations.NullMarked;
