/**
 * What every room of the house shares: who is asking ({@link sh.keyway.contracts.Principal}), how a
 * request can fail ({@link sh.keyway.contracts.Problem}) and the words of the domain. No business.
 */
@NullMarked
package sh.keyway.contracts;

import org.jspecify.annotations.NullMarked;
