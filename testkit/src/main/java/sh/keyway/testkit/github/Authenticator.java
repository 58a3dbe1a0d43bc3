package sh.keyway.testkit.github;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns an {@code Authorization} header into who is asking, or refuses it with 401. */
final class Authenticator {
  private static final Credential NOBODY =
      new Credential(CredentialKind.NONE, null, "address 127.0.0.1");
  private final World world;

  Authenticator(World world) {
    this.world = world;
  }

  /** What kind of credential it is, without judging it. */
  CredentialKind kindOf(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return CredentialKind.NONE;
    }
    String value = value(header);
    if (scheme(header).equals("basic")) {
      return CredentialKind.BASIC;
    }
    if (value.startsWith("eyJ")) {
      return CredentialKind.APP_JWT;
    }
    return world
        .tokens
        .find(value)
        .map(t -> Credential.of(t).kind())
        .orElse(CredentialKind.UNKNOWN);
  }

  /** Who is asking; throws a 401 for a credential that is not good. */
  Credential authenticate(@Nullable String header) {
    CredentialKind kind = kindOf(header);
    return switch (kind) {
      case NONE -> NOBODY;
      case UNKNOWN -> throw new Refusal(Reply.error(401, "Bad credentials"));
      case BASIC -> client(value(header));
      case APP_JWT -> app(header);
      default ->
          Optional.ofNullable(header)
              .flatMap(h -> world.tokens.find(value(h)))
              .map(Credential::of)
              .orElseThrow(() -> new Refusal(Reply.error(401, "Bad credentials")));
    };
  }

  private Credential app(@Nullable String header) {
    Optional<String> problem = AppJwt.problem(value(header), world.app, world.clock.epochSecond());
    if (problem.isPresent()) {
      throw new Refusal(Reply.error(401, problem.get()));
    }
    return new Credential(CredentialKind.APP_JWT, null, "app");
  }

  private Credential client(String value) {
    String expected = world.app.clientId() + ":" + world.app.clientSecret();
    String given;
    try {
      given = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      given = "";
    }
    if (!given.equals(expected)) {
      throw new Refusal(Reply.error(401, "Bad credentials"));
    }
    return new Credential(CredentialKind.BASIC, null, "client");
  }

  private static String scheme(String header) {
    int space = header.indexOf(' ');
    return space < 0 ? "" : header.substring(0, space).toLowerCase(Locale.ROOT);
  }

  private static String value(@Nullable String header) {
    return header == null ? "" : header.substring(header.indexOf(' ') + 1).strip();
  }
}
