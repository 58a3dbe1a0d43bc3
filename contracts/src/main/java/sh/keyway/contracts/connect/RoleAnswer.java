package sh.keyway.contracts.connect;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;

/**
 * What became of a role look-up. All but {@link Unreachable} are GitHub's own word. A name may
 * belong to another repository by now: it is for the asker to compare the repository's id with the
 * one it means.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RoleAnswer.Has.class, name = "has"),
  @JsonSubTypes.Type(value = RoleAnswer.None.class, name = "none"),
  @JsonSubTypes.Type(value = RoleAnswer.NoInstallation.class, name = "no-installation"),
  @JsonSubTypes.Type(value = RoleAnswer.NoRepository.class, name = "no-repository"),
  @JsonSubTypes.Type(value = RoleAnswer.Unreachable.class, name = "unreachable")
})
public sealed interface RoleAnswer {

  /**
   * The user has a role.
   *
   * @param role the role
   * @param login the user's login now
   * @param repository the repository now
   */
  record Has(Role role, String login, RepositoryFacts repository) implements RoleAnswer {}

  /**
   * The user has none. A public repository gives strangers nothing.
   *
   * @param repository the repository now
   * @param installUrl where the App is installed: to strangers it is as if it were not
   */
  record None(RepositoryFacts repository, String installUrl) implements RoleAnswer {}

  /**
   * The App is not installed for the repository, or the installation is suspended.
   *
   * @param installUrl where to install it
   */
  record NoInstallation(String installUrl) implements RoleAnswer {}

  /**
   * The installation sees no such repository.
   *
   * @param installUrl where the App is installed, null if GitHub could have no such repository
   */
  record NoRepository(@Nullable String installUrl) implements RoleAnswer {}

  /**
   * GitHub gave no answer, which says nothing about the user.
   *
   * @param cause why
   * @param retryAt before when asking again is pointless, null if not known
   */
  record Unreachable(Cause cause, @Nullable Instant retryAt) implements RoleAnswer {}

  /** Why GitHub gave no answer. */
  enum Cause {
    /** Down, slow, or talking nonsense. */
    DOWN,
    /** Our own quota is used up, or GitHub tells us to slow down. */
    RATE_LIMITED,
    /**
     * GitHub refuses the App itself: wrong key, wrong id, clock astray, permission missing. No
     * outage, and no reason to believe an older answer for long.
     */
    REFUSED
  }
}
