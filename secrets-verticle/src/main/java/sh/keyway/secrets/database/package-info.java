/** How the room speaks to PostgreSQL: two pipes and a pool, each bounded, each with a deadline. */
@NullMarked
package sh.keyway.secrets.database;

import org.jspecify.annotations.NullMarked;
