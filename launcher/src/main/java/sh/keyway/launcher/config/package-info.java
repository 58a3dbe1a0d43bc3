/** The configuration: read once, checked whole, passed on as immutable records (rule 12). */
@NullMarked
package sh.keyway.launcher.config;

import org.jspecify.annotations.NullMarked;
