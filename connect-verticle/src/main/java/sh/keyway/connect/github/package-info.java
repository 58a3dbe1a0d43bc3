/**
 * GitHub and GitHub Enterprise Server: who someone is, what they may do where, which repositories
 * the App covers.
 */
@NullMarked
package sh.keyway.connect.github;

import org.jspecify.annotations.NullMarked;
