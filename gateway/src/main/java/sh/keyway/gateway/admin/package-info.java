/** Users, roles and keys of the installation, for its administrators. */
@NullMarked
package sh.keyway.gateway.admin;

import org.jspecify.annotations.NullMarked;
