/**
 * The GitHub App: where it is installed, and what GitHub tells us by webhook (http-auth §3.14, §6).
 */
@NullMarked
package sh.keyway.secrets.installation;

import org.jspecify.annotations.NullMarked;
