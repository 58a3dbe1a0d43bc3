/** Who is who: users, API keys, the proof that a credential still holds. */
@NullMarked
package sh.keyway.secrets.identity;

import org.jspecify.annotations.NullMarked;
