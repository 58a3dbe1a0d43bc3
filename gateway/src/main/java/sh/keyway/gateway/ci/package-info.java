/** Pulling from a workflow run without a stored secret. */
@NullMarked
package sh.keyway.gateway.ci;

import org.jspecify.annotations.NullMarked;
