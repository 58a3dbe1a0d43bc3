package sh.keyway.connect.github;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keyway.connect.http.Answer;
import sh.keyway.connect.http.UnreachableException;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.AskTokenRole;
import sh.keyway.contracts.connect.GitHubUser;
import sh.keyway.contracts.connect.IdentifyToken;
import sh.keyway.contracts.connect.RepositoryFacts;
import sh.keyway.contracts.connect.TokenRole;

/** Who a user's token belongs to, and what it is worth (http-auth §2.6, G3, G4). */
final class Users {
  private final GitHubApi api;
  private final String clientId;
  private final Credential client;

  Users(GitHubApi api, String clientId, String clientSecret) {
    this.api = api;
    this.clientId = clientId;
    client = Credential.client(clientId, clientSecret);
  }

  Future<GitHubUser> identify(IdentifyToken ask) {
    String token = TokenShape.checked(ask.token());
    return TokenShape.ofAnApp(token) ? ofOurApp(token).compose(ours -> user(token)) : user(token);
  }

  /**
   * The user of a token we trust to be meant for us. Only 401 says that the token is none; anything
   * else may be about us or the moment.
   */
  Future<GitHubUser> user(String token) {
    Credential who = Credential.user(token);
    return api.get(who, "/user")
        .compose(answer -> {
          if (answer.status() == 401) {
            return Future.failedFuture(TokenShape.refused().exception());
          }
          if (!answer.ok()) {
            return Future.failedFuture(UnreachableException.refused("the user is refused"));
          }
          Json json = Json.read(answer.body());
          long id = json.number("/id");
          String login = json.text("/login");
          String avatar = json.optionalText("/avatar_url");
          String email = json.optionalText("/email");
          return email != null && !email.isEmpty()
              ? Future.succeededFuture(new GitHubUser(id, login, avatar, email))
              : emails(who).map(found -> new GitHubUser(id, login, avatar, found));
        });
  }

  /**
   * A token some other App was given would otherwise log its owner in here, for whoever runs that
   * App.
   */
  private Future<Void> ofOurApp(String token) {
    return api.post(
            client,
            "/applications/" + Names.segment(clientId) + "/token",
            Json.write(Map.of("access_token", token)))
        .map(answer ->
            switch (answer.status()) {
              case 200 -> null;
              case 404, 422 -> throw TokenShape.refused().exception();
              default -> throw UnreachableException.refused("the client is refused");
            });
  }

  /** Nobody is refused for want of an address, so no failure counts. */
  private Future<@Nullable String> emails(Credential who) {
    return api.get(who, "/user/emails")
        .map(answer -> answer.ok() ? best(Json.read(answer.body()).items("")) : null)
        .otherwise((String) null);
  }

  private static @Nullable String best(List<Json> emails) {
    return emails.stream()
        .max(
            Comparator.comparing(
                    (Json e) -> e.optionalFlag("/primary") && e.optionalFlag("/verified"))
                .thenComparing(e -> e.optionalFlag("/verified")))
        .map(e -> e.optionalText("/email"))
        .orElse(null);
  }

  Future<TokenRole> role(AskTokenRole ask) {
    String token = TokenShape.checked(ask.token());
    return api.get(Credential.user(token), "/repos/" + Names.repository(ask.repoFullName()))
        .map(answer ->
            switch (answer.status()) {
              case 200 -> worth(answer);
              case 401 -> throw TokenShape.refused().exception();
              default -> new TokenRole(null, null);
            });
  }

  /**
   * A private repository is seen only by a token that was given it. On a public one every token of
   * the world may read, and whether the flags tell what the token may do or what its owner may,
   * GitHub does not say; so there only the scopes of a classic token prove anything, and a
   * fine-grained one is worth nothing.
   */
  private static TokenRole worth(Answer answer) {
    Json json = Json.read(answer.body());
    RepositoryFacts repository = Facts.repository(json);
    Role role = Facts.flags(json).orElse(null);
    boolean proven =
        repository.isPrivate() || (role != Role.READ && scoped(answer, "repo", "public_repo"));
    return new TokenRole(proven ? role : null, repository);
  }

  /** Whether a classic token has one of the scopes; other tokens name none. */
  private static boolean scoped(Answer answer, String... wanted) {
    return answer
        .header("x-oauth-scopes")
        .map(scopes ->
            Arrays.stream(scopes.split(",")).map(String::strip).collect(Collectors.toSet()))
        .map((Set<String> scopes) -> Arrays.stream(wanted).anyMatch(scopes::contains))
        .orElse(false);
  }
}
