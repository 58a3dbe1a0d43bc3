package sh.keyway.testkit.github;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the App may ask about user tokens with its client id and secret. */
final class TokenRoutes {
  private final World world;
  private final Shapes shapes;

  TokenRoutes(World world, Shapes shapes) {
    this.world = world;
    this.shapes = shapes;
  }

  void mount(Map<Endpoint, Function<Call, Reply>> routes) {
    routes.put(Endpoint.CHECK_TOKEN, this::check);
    routes.put(
        Endpoint.DELETE_TOKEN,
        c -> {
          world.tokens.revoke(ours(c).value());
          return Reply.noContent();
        });
    routes.put(
        Endpoint.DELETE_GRANT,
        c -> {
          Optional.ofNullable(ours(c).user()).ifPresent(world.app::revokeAuthorization);
          return Reply.noContent();
        });
  }

  private Reply check(Call call) {
    Token token = ours(call);
    GitHubUser user = token.user();
    return Reply.ok(
        JsonObject.of(
            "id",
            1,
            "token",
            token.value(),
            "hashed_token",
            null,
            "token_last_eight",
            token.value().substring(token.value().length() - 8),
            "app",
            JsonObject.of("client_id", world.app.clientId(), "name", world.app.slug(), "url", ""),
            "expires_at",
            token.expires() == null ? null : token.expires().toString(),
            "user",
            user == null ? null : shapes.account(user)));
  }

  /** 404 for tokens of other applications, personal ones and unknown ones alike. */
  private Token ours(Call call) {
    if (call.credential().kind() != CredentialKind.BASIC
        || !call.param("client").equals(world.app.clientId())) {
      throw new Refusal(Reply.notFound());
    }
    return Optional.ofNullable(call.json().getString("access_token"))
        .flatMap(world.tokens::find)
        .filter(t -> t.kind() == Token.Kind.USER)
        .orElseThrow(() -> new Refusal(Reply.notFound()));
  }
}
