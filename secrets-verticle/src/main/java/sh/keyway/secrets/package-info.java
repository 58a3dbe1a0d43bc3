/** The domain, and the only room that speaks SQL. Packages by feature. */
@NullMarked
package sh.keyway.secrets;

import org.jspecify.annotations.NullMarked;
