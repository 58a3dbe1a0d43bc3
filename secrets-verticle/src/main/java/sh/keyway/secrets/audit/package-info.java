/** The audit: rows that are durable before the answer they belong to leaves. */
@NullMarked
package sh.keyway.secrets.audit;

import org.jspecify.annotations.NullMarked;
