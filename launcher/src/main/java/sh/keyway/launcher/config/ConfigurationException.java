package sh.keyway.launcher.config;

import java.util.List;

/** The configuration cannot be used; every problem is named by its variable, no value is quoted. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /** With all the problems found. */
  public ConfigurationException(List<String> problems) {
    super("The configuration cannot be used:\n  - " + String.join("\n  - ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each, beginning with the name of the variable. */
  public List<String> problems() {
    return problems;
  }
}
