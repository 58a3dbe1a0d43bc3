/** The schema: a Liquibase change log and the code that applies it, nothing else. */
@NullMarked
package sh.keyway.migrations;

import org.jspecify.annotations.NullMarked;
