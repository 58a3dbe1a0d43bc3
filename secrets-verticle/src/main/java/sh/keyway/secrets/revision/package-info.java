/** The chain of sealed revisions that an environment is, and the key it is written with. */
@NullMarked
package sh.keyway.secrets.revision;

import org.jspecify.annotations.NullMarked;
