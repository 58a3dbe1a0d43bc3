/** Environments of a vault and how well each is guarded. */
@NullMarked
package sh.keyway.secrets.environment;

import org.jspecify.annotations.NullMarked;
