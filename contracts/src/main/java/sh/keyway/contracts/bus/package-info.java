/**
 * How rooms talk: an {@link sh.keyway.contracts.bus.Operation} per question, a {@link
 * sh.keyway.contracts.bus.Reply} per answer, one codec, one client, one way to serve.
 */
@NullMarked
package sh.keyway.contracts.bus;

import org.jspecify.annotations.NullMarked;
