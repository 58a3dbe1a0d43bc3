package sh.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmFlagsTest {
  @Test
  void aScriptOfAnotherKindGivesTheDefault() {
    assertThat(JvmFlags.in("#!/bin/sh\necho -Xmx1g\n")).isEqualTo(JvmFlags.DEFAULT);
  }

  @Test
  void takesTheFlagsOfStartAndOfTheLastCommand() {
    String script =
        """
        case ${1-} in
          start | migrate)
            # a comment
            set -- -XX:+UseSerialGC -Xmx96m \\
              -Dname="$0" \\
              -jar "$jar" "$@"
            ;;
          *)
            set -- -Xmx1g -jar "$jar" "$@"
            ;;
        esac
        exec "$JAVA_HOME/bin/java" -XX:-UsePerfData \\
          --enable-native-access=ALL-UNNAMED ${OPTS-} "$@"
        """;

    assertThat(JvmFlags.in(script))
        .containsExactly(
            "-XX:+UseSerialGC",
            "-Xmx96m",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED");
  }
}
