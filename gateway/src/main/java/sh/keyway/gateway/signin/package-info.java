/** Signing in: device codes, GitHub, login links, the pages and cookies of all that, sessions. */
@NullMarked
package sh.keyway.gateway.signin;

import org.jspecify.annotations.NullMarked;
