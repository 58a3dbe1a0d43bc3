/** Whether the server is well. */
@NullMarked
package sh.keyway.gateway.health;

import org.jspecify.annotations.NullMarked;
