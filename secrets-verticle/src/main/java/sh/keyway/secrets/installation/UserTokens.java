package sh.keyway.secrets.installation;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Where the GitHub tokens of signed-in users are. */
@FunctionalInterface
public interface UserTokens {
  /** A token that acts for the user and holds now; empty if there is none. */
  Future<Optional<String>> accessToken(UUID userId);
}
