/** How people become a session: through GitHub, by a device code, by a login link. */
@NullMarked
package sh.keyway.secrets.signin;

import org.jspecify.annotations.NullMarked;
