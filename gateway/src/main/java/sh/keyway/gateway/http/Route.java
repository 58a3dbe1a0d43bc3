package sh.keyway.gateway.http;

import io.vertx.core.http.HttpMethod;

/**
 * One route.
 *
 * @param method GET also means HEAD
 * @param path template; a segment {@code {name}} is a parameter
 * @param access who may call it
 * @param options what it takes and how often
 * @param endpoint what it does
 */
public record Route(
    HttpMethod method, String path, Access access, RouteOptions options, Endpoint endpoint) {}
