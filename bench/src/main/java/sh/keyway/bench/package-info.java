/** Measures the product beside the limit of the machine it runs on. */
@NullMarked
package sh.keyway.bench;

import org.jspecify.annotations.NullMarked;
