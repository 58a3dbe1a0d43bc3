/** The GitHub App: where it is installed, and its webhook (http-auth §3.14, §6). */
@NullMarked
package sh.keyway.gateway.github;

import org.jspecify.annotations.NullMarked;
