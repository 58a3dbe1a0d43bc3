/** Who is asking: API keys, Keyway JWTs, session cookies, the control token. */
@NullMarked
package sh.keyway.gateway.auth;

import org.jspecify.annotations.NullMarked;
