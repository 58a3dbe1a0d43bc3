/** Tests of the room that calls the outside world. */
@NullMarked
package sh.keyway.connect;

import org.jspecify.annotations.NullMarked;
