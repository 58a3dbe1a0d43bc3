/** Runs a real PostgreSQL as a child process of ours, from the binaries in the jar. */
@NullMarked
package sh.keyway.postgres;

import org.jspecify.annotations.NullMarked;
