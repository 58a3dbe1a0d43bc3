/** Brings the server up in order, and down again in the opposite order. */
@NullMarked
package sh.keyway.launcher.start;

import org.jspecify.annotations.NullMarked;
