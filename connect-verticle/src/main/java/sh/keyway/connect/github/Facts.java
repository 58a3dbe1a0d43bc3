package sh.keyway.connect.github;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Role;
import sh.keyway.contracts.connect.Installation;
import sh.keyway.contracts.connect.RepositoryFacts;

/** Reads what several answers of GitHub's have in common. */
final class Facts {
  /** Flags of a repository's {@code permissions}, strongest first. */
  private static final List<String> FLAGS = List.of("admin", "maintain", "push", "triage", "pull");

  private Facts() {}

  static RepositoryFacts repository(Json json) {
    return new RepositoryFacts(
        json.number("/id"),
        json.text("/full_name"),
        json.flag("/private"),
        json.number("/owner/id"),
        json.text("/owner/login"),
        json.text("/owner/type").equals("Organization"));
  }

  static Installation installation(Json json) {
    return new Installation(
        json.number("/id"),
        json.number("/account/id"),
        json.text("/account/login"),
        "Organization".equalsIgnoreCase(json.optionalText("/account/type")),
        "all".equals(json.optionalText("/repository_selection")),
        json.texts("/permissions"),
        json.optionalInstant("/suspended_at"));
  }

  /** The strongest role its {@code permissions} flags amount to. */
  static Optional<Role> flags(Json json) {
    return FLAGS.stream()
        .filter(flag -> json.optionalFlag("/permissions/" + flag))
        .findFirst()
        .flatMap(Facts::role);
  }

  /** The first text that names one of GitHub's own roles; an organisation's own role does not. */
  static Optional<Role> role(@Nullable String... names) {
    return Stream.of(names).flatMap(name -> role(name).stream()).findFirst();
  }

  private static Optional<Role> role(@Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "pull" -> Optional.of(Role.READ);
      case "push" -> Optional.of(Role.WRITE);
      default -> Role.find(name.toLowerCase(Locale.ROOT));
    };
  }
}
