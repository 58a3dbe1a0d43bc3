/** Tests of the room that calls the outside world. */
@NullMarked
package sh.keyway.connect.http;

import org.jspecify.annotations.NullMarked;
