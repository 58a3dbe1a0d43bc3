/** The only room with a public port: routes, authentication, headers. No SQL, no keys, no rules. */
@NullMarked
package sh.keyway.gateway;

import org.jspecify.annotations.NullMarked;
