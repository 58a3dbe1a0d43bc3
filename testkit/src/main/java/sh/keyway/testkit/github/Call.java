package sh.keyway.testkit.github;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One authenticated request, as the handlers see it. */
record Call(
    Endpoint endpoint,
    Map<String, String> path,
    MultiMap query,
    MultiMap headers,
    Buffer body,
    Credential credential) {

  String param(String name) {
    return path.getOrDefault(name, "");
  }

  long id(String name) {
    return Long.parseLong(param(name));
  }

  @Nullable String query(String name) {
    return query.get(name);
  }

  /** The body as JSON; empty object if there is none. */
  JsonObject json() {
    if (body.length() == 0) {
      return new JsonObject();
    }
    try {
      return new JsonObject(body);
    } catch (DecodeException e) {
      throw new Refusal(Reply.error(400, "Problems parsing JSON"));
    }
  }

  /** The person who asks; 401 for nobody, 403 for an App that cannot be one. */
  GitHubUser requireUser() {
    GitHubUser user = credential.user();
    if (user != null) {
      return user;
    }
    throw new Refusal(
        credential.kind() == CredentialKind.NONE
            ? Reply.error(401, "Requires authentication")
            : Reply.notAccessible());
  }

  /** The App itself; 401 for all else, as GitHub answers. */
  void requireApp() {
    if (credential.kind() != CredentialKind.APP_JWT) {
      throw new Refusal(Reply.error(401, AppJwt.UNDECODABLE));
    }
  }

  /** An installation that was granted this; 403 otherwise. Other credentials pass. */
  void requirePermission(String name) {
    Token token = credential.token();
    boolean limited =
        credential.kind() == CredentialKind.INSTALLATION
            || credential.kind() == CredentialKind.FINE_GRAINED;
    if (credential.kind() == CredentialKind.APP_JWT
        || (limited && token != null && !token.may(name, "read"))) {
      throw new Refusal(Reply.notAccessible());
    }
  }
}
