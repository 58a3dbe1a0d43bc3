/**
 * The only room that calls the outside world. One package per service, over one HTTP client in
 * {@code http}.
 */
@NullMarked
package sh.keyway.connect;

import org.jspecify.annotations.NullMarked;
