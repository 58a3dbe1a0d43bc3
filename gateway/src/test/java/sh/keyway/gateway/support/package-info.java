/** A gateway on a socket, a secrets room that says what it is told to, and a client of bytes. */
@NullMarked
package sh.keyway.gateway.support;

import org.jspecify.annotations.NullMarked;
