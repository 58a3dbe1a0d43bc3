/**
 * The whole server as its users run it, a process of its own made from the built jar, on days when
 * everything goes wrong around it. Needs the jar, hence runs after it is packaged (class names end
 * in IT).
 */
@NullMarked
package sh.keyway.launcher.badday;

import org.jspecify.annotations.NullMarked;
