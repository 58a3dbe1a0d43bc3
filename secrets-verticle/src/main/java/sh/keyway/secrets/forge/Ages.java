package sh.keyway.secrets.forge;

import java.time.Duration;
import java.time.Instant;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.connect.RoleAnswer.Cause;
import sh.keyway.secrets.SecretsConfig.GitHubRules;

/** How long GitHub's word is believed (ADR 0015). */
final class Ages {
  /** As long as this, without asking. */
  static final Duration FRESH = Duration.ofSeconds(60);

  /** As long as this, while asking in the background, and whatever GitHub's reason for silence. */
  static final Duration AGEING = Duration.ofMinutes(5);

  /** Longest while a quota is used up: whoever uses it up must gain nothing by it. */
  static final Duration LIMITED = Duration.ofMinutes(15);

  /** Clocks of two nodes may differ by this much. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final GitHubRules rules;

  Ages(GitHubRules rules) {
    this.rules = rules;
  }

  /** What an answer's age means. */
  enum Age {
    /** It answers. */
    FRESH,
    /** It answers once more, and GitHub is asked. */
    AGEING,
    /** GitHub's answer must be waited for. */
    OLD
  }

  /**
   * The age of an answer.
   *
   * @param yes whether it was a yes; a no is never stretched
   * @param checkedAt when GitHub was asked
   */
  static Age of(boolean yes, Instant checkedAt, Instant now) {
    Duration age = Duration.between(checkedAt, now);
    if (age.compareTo(SKEW.negated()) < 0) {
      return Age.OLD;
    }
    if (age.compareTo(FRESH) <= 0) {
      return Age.FRESH;
    }
    return yes && age.compareTo(AGEING) <= 0 ? Age.AGEING : Age.OLD;
  }

  /** Whether a yes of that time still counts while GitHub is silent for that reason. */
  boolean stillCounts(Instant checkedAt, Instant now, Principal principal, Cause cause) {
    Duration age = Duration.between(checkedAt, now);
    return age.compareTo(SKEW.negated()) >= 0 && age.compareTo(longest(principal, cause)) <= 0;
  }

  private Duration longest(Principal principal, Cause cause) {
    Duration patience =
        principal instanceof Principal.ApiKey ? rules.staleForMachines() : rules.staleForPeople();
    return switch (cause) {
      case DOWN -> longer(patience, AGEING);
      case RATE_LIMITED -> longer(shorter(patience, LIMITED), AGEING);
      case REFUSED -> AGEING;
    };
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
