/** Pulling from a workflow run without a stored secret. */
@NullMarked
package sh.keyway.secrets.ci;

import org.jspecify.annotations.NullMarked;
