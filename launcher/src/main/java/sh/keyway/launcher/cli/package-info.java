/** The command line. Commands talk to a running server, never to its database (rule 14). */
@NullMarked
package sh.keyway.launcher.cli;

import org.jspecify.annotations.NullMarked;
