/**
 * What the secrets room is asked: everything about users, keys, vaults and secrets. Each request
 * carries its {@link sh.keyway.contracts.Caller}; the room decides what the caller may.
 */
@NullMarked
package sh.keyway.contracts.secrets;

import org.jspecify.annotations.NullMarked;
