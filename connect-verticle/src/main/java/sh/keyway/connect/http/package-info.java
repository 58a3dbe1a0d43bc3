/**
 * How this server calls others: bounded, timed, never off the configured host, and no longer than a
 * circuit breaker thinks it worth the while.
 */
@NullMarked
package sh.keyway.connect.http;

import org.jspecify.annotations.NullMarked;
