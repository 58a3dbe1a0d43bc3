/** What every route shares: routing, request ids, headers, CORS, bodies, envelopes, errors. */
@NullMarked
package sh.keyway.gateway.http;

import org.jspecify.annotations.NullMarked;
