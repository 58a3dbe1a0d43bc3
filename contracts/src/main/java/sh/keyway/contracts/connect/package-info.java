/**
 * What the connect room is asked: everything this server wants to know from the outside world. "The
 * other side did not answer" is never the same as "no": it is a problem of kind SERVICE_UNAVAILABLE
 * or, where the asker must tell why, {@link sh.keyway.contracts.connect.RoleAnswer.Unreachable}.
 */
@NullMarked
package sh.keyway.contracts.connect;

import org.jspecify.annotations.NullMarked;
