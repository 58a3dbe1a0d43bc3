/** A user's own API keys (http-auth §3.13). */
@NullMarked
package sh.keyway.gateway.apikey;

import org.jspecify.annotations.NullMarked;
