package sh.keyway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts as they are, among Javas that are not. Run by the strictest shell there is. */
class ScriptTest {
  private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
  private static final String SHELL =
      Files.isExecutable(Path.of("/usr/bin/dash")) ? "/usr/bin/dash" : "/bin/sh";
  @TempDir private Path root;

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(root.resolve("home with blank/conf"));
    for (String file :
        List.of("keyway-server", "build", "conf/find-java.sh", "conf/fetch-maven.sh")) {
      Files.copy(SOURCES.resolve(file), home().resolve(file));
    }
    Files.createDirectories(root.resolve("bin"));
    for (String tool : List.of("dirname", "readlink", "sed", "head", "find", "touch")) {
      script(root.resolve("bin").resolve(tool), "exec /usr/bin/" + tool + " \"$@\"");
    }
  }

  @Test
  void withoutAnyJavaItSaysWhatIsMissing() throws Exception {
    jar();

    Said said = keywayServer(Map.of(), "start");

    assertThat(said.exit()).isEqualTo(78);
    assertThat(said.text()).contains("needs Java 25 or newer", "KEYWAY_JAVA_HOME");
  }

  @Test
  void anOlderJavaOnThePathIsPassedOver() throws Exception {
    jar();
    Path old = java("old", "17.0.2", "java");
    onThePath(old);
    java("jvm/newer", "25.0.1", "java");

    Said said =
        keywayServer(Map.of("KEYWAY_JAVA_FOLDERS", root + "/jvm/*"), "push", "a b", "--x='y'");

    assertThat(said.exit()).isZero();
    assertThat(said.text())
        .startsWith("Java 25.0.1\n")
        .contains("\n-jar\n", "home with blank/keyway-server.jar\npush\na b\n--x='y'\n")
        .contains("-XX:-CreateCoredumpOnCrash\n", "-XX:+DisableAttachMechanism\n");
  }

  @Test
  void theOrderIsOursThenJavaHomeThenThePath() throws Exception {
    jar();
    Path path = java("path", "26", "java");
    onThePath(path);
    Path javaHome = java("javahome", "27", "java");
    Path own = java("own", "28.0.1", "java");

    assertThat(keywayServer(Map.of(), "x").text()).startsWith("Java 26\n");
    assertThat(keywayServer(Map.of("JAVA_HOME", javaHome.toString()), "x").text())
        .startsWith("Java 27\n");
    assertThat(
            keywayServer(
                    Map.of("JAVA_HOME", javaHome.toString(), "KEYWAY_JAVA_HOME", own.toString()),
                    "x")
                .text())
        .startsWith("Java 28.0.1\n");
  }

  @Test
  void aJavaChosenByNameThatDoesNotFitIsNotReplacedSilently() throws Exception {
    jar();
    java("jvm/newer", "25.0.1", "java");

    Said said =
        keywayServer(
            Map.of(
                "KEYWAY_JAVA_HOME",
                java("old", "21", "java").toString(),
                "KEYWAY_JAVA_FOLDERS",
                root + "/jvm/*"),
            "start");

    assertThat(said.exit()).isEqualTo(78);
    assertThat(said.text()).contains("KEYWAY_JAVA_HOME is set");
  }

  @Test
  void theServerIsBoundedAndExtraOptionsComeLast() throws Exception {
    jar();
    Map<String, String> environment =
        Map.of(
            "KEYWAY_JAVA_HOME",
            java("own", "25", "java").toString(),
            "KEYWAY_JAVA_OPTS",
            "-Xmx1g -Da=b");

    List<String> options = keywayServer(environment, "start").text().lines().toList();

    assertThat(options).contains("-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-Da=b");
    assertThat(options.stream().filter(o -> o.startsWith("-Xmx")).reduce((a, b) -> b))
        .contains("-Xmx1g");
  }

  @Test
  void withoutAJarItSaysSo() throws Exception {
    Said said = keywayServer(Map.of(), "start");

    assertThat(said.exit()).isEqualTo(78);
    assertThat(said.text()).contains("no keyway-server.jar");
  }

  @Test
  void inACheckoutTheJarIsBuiltWhenMissingOrOlderThanASource() throws Exception {
    Path source = checkout("mkdir -p launcher/target && touch launcher/target/keyway-server.jar");
    Map<String, String> environment =
        Map.of("KEYWAY_JAVA_HOME", java("own", "25", "java").toString());

    assertThat(keywayServer(environment, "x").text())
        .contains("Building the server", "build called with -q -B -DskipTests package");
    assertThat(keywayServer(environment, "x").text()).startsWith("Java 25\n");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(keywayServer(environment, "x").text()).contains("Building the server");
  }

  @Test
  void aFailedBuildEndsIt() throws Exception {
    checkout("exit 3");

    Said said =
        keywayServer(Map.of("KEYWAY_JAVA_HOME", java("own", "25", "java").toString()), "start");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text()).endsWith("The build failed.\n");
  }

  @Test
  void buildRunsMavenOnAJdkAndNotOnABareJava() throws Exception {
    java("jvm/1-bare", "25.0.9", "java");
    Path jdk = java("jvm/2-full", "25.0.1", "javac");
    script(root.resolve("bin/mvn"), "echo \"on $JAVA_HOME with $MAVEN_OPTS:\"", "echo \"$*\"");

    Said said =
        run(Map.of("KEYWAY_JAVA_FOLDERS", root + "/jvm/*", "MAVEN_OPTS", "-Da=b"), "build", "-B");

    assertThat(said.exit()).isZero();
    assertThat(said.text())
        .startsWith("on " + jdk + " with -Da=b --sun-misc-unsafe-memory-access=allow")
        .endsWith(":\n-B\n");
  }

  private Path home() {
    return root.resolve("home with blank");
  }

  private void jar() throws IOException {
    Files.createFile(home().resolve("keyway-server.jar"));
  }

  private Path checkout(String build) throws IOException {
    Files.createDirectories(home().resolve("launcher/src/main"));
    Files.createFile(home().resolve("pom.xml"));
    Files.createFile(home().resolve("launcher/pom.xml"));
    Path source = Files.createFile(home().resolve("launcher/src/main/A.java"));
    Files.delete(home().resolve("build"));
    script(
        home().resolve("build"),
        "cd \"${0%/*}\"",
        "echo \"build called with $*\"",
        build.replace("mkdir", "/bin/mkdir"));
    for (String old : List.of("pom.xml", "launcher/pom.xml", "build", "conf/find-java.sh")) {
      Files.setLastModifiedTime(home().resolve(old), FileTime.from(Instant.now().minusSeconds(60)));
    }
    return source;
  }

  /** A Java that prints its version and its arguments. */
  private Path java(String folder, String version, String tool) throws IOException {
    Path java = root.resolve(folder);
    Files.createDirectories(java.resolve("bin"));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nOS=\"x\"\n");
    for (String program : List.of("java", tool)) {
      if (!Files.exists(java.resolve("bin").resolve(program))) {
        script(
            java.resolve("bin").resolve(program),
            "echo 'Java " + version + "'",
            "for a in \"$@\"; do echo \"$a\"; done");
      }
    }
    return java;
  }

  /** As packages do it; within the temporary folder, so that removing it warns of nothing. */
  private void onThePath(Path java) throws IOException {
    Files.createSymbolicLink(root.resolve("bin/java"), java.resolve("bin/java"));
  }

  private static void script(Path file, String... lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Said keywayServer(Map<String, String> environment, String... arguments) throws Exception {
    return run(environment, "keyway-server", arguments);
  }

  private Said run(Map<String, String> environment, String script, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(SHELL, home().resolve(script).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", root.resolve("bin").toString());
    builder.environment().put("KEYWAY_JAVA_FOLDERS", "");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private record Said(int exit, String text) {}
}
