package sh.keyway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The flags the product's JVM runs with, which the raw servers get as well. */
final class JvmFlags {
  /** In case the script is not there, or not as expected. */
  static final List<String> DEFAULT = List.of("-XX:+UseSerialGC", "-Xmx96m");

  private static final Pattern START = Pattern.compile("^ *start\\b[^)\\n]*\\)(.*?);;", flags());
  private static final Pattern EXEC = Pattern.compile("^exec .*", flags());
  private static final Pattern FLAG = Pattern.compile("(?<=\\s)(-X\\S+|--[a-z-]+=\\S+)");

  private JvmFlags() {}

  /** The flags in the {@code keyway-server} script, or {@link #DEFAULT} without one. */
  static List<String> of(Path script) throws IOException {
    return Files.isRegularFile(script) ? in(Files.readString(script)) : DEFAULT;
  }

  /**
   * The flags in the text of the script: those of the branch for {@code start}, then those of its
   * last command. {@link #DEFAULT} if it has no such parts.
   */
  static List<String> in(String script) {
    Matcher start = START.matcher(script);
    Matcher exec = EXEC.matcher(script);
    if (!start.find() || !exec.find()) {
      return DEFAULT;
    }
    return FLAG.matcher(start.group(1) + " " + exec.group()).results().map(r -> r.group()).toList();
  }

  private static int flags() {
    return Pattern.MULTILINE | Pattern.DOTALL;
  }
}
