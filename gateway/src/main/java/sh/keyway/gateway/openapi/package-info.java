/** The declaration of the public API, as it is served. */
@NullMarked
package sh.keyway.gateway.openapi;

import org.jspecify.annotations.NullMarked;
