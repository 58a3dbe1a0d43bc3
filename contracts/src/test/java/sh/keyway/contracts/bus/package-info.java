/** Tests of what the rooms say to each other. */
@NullMarked
package sh.keyway.contracts.bus;

import org.jspecify.annotations.NullMarked;
