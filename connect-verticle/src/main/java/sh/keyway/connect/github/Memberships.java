package sh.keyway.connect.github;

import io.vertx.core.Future;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.connect.http.UnreachableException;

/**
 * Whether a user belongs: to the organisation that owns a repository (G11), or to the repository's
 * listed collaborators. An App that may not ask about members, as one with only the permissions of
 * the guide, finds none; a member whose team gives them the repository is listed all the same.
 */
final class Memberships {
  private static final Logger LOG = LoggerFactory.getLogger(Memberships.class);

  private final InstallationTokens tokens;

  Memberships(InstallationTokens tokens) {
    this.tokens = tokens;
  }

  /** What a user is to the owner of a repository. */
  enum Membership {
    /** Nothing, or nothing we may know. */
    NONE,
    /** An active member. */
    MEMBER,
    /** An active owner of the organisation. */
    OWNER
  }

  /** What the user is to the organisation; {@link Membership#NONE} on a person's repository. */
  Future<Membership> of(Roles.Question q, String login) {
    if (!q.repository().organization()) {
      return Future.succeededFuture(Membership.NONE);
    }
    String path =
        "/orgs/%s/memberships/%s"
            .formatted(Names.segment(q.repository().ownerLogin()), Names.segment(login));
    return tokens
        .get(q.installation(), path)
        .map(answer ->
            switch (answer.status()) {
              case 200 -> read(q, Json.read(answer.body()));
              case 403 -> {
                LOG.debug("the App may not see members of organisations");
                yield Membership.NONE;
              }
              case 404 -> Membership.NONE;
              default -> throw UnreachableException.refused("membership refused");
            });
  }

  private static Membership read(Roles.Question q, Json json) {
    boolean another =
        !json.node().at("/user/id").isMissingNode() && json.number("/user/id") != q.ask().userId();
    if (another || !json.text("/state").equals("active")) {
      return Membership.NONE;
    }
    return Objects.equals(json.optionalText("/role"), "admin")
        ? Membership.OWNER
        : Membership.MEMBER;
  }

  /** Whether the user is a listed collaborator, by themselves or through a team. */
  Future<Boolean> listed(Roles.Question q, String login) {
    String path =
        "/repos/%s/collaborators/%s".formatted(q.repository().fullName(), Names.segment(login));
    return tokens
        .get(q.installation(), path)
        .map(answer ->
            switch (answer.status()) {
              case 204 -> true;
              case 403, 404 -> false;
              default -> throw UnreachableException.refused("collaborator refused");
            });
  }
}
