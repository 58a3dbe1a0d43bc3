/** Reads the configuration once, starts what this node needs and deploys the rooms it plays. */
@NullMarked
package sh.keyway.launcher;

import org.jspecify.annotations.NullMarked;
