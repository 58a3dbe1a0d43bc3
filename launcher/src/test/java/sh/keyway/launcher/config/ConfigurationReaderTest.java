package sh.keyway.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
  private static final String KEY = "ab".repeat(32);
  private static final String SECRET = "s".repeat(32);

  @Test
  void nothingSetMeansLoopbackAndADatabaseOfOurOwn() throws Exception {
    Configuration read = ConfigurationReader.read(Map.of());

    assertThat(read.listen()).isEqualTo(new Configuration.Listen("127.0.0.1", 8080, 0));
    assertThat(read.dataFolder()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(read.database()).isNull();
    assertThat(read.credentials().keys()).isNull();
    assertThat(read.credentials().jwtSecret()).isNull();
    assertThat(read.web().allowedOrigins()).isEmpty();
    assertThat(read.web().errorBaseUrl()).isEqualTo("https://api.keyway.sh/errors");
    assertThat(read.web().githubUrl()).isEqualTo("https://github.com");
    assertThat(read.logLevel()).isEqualTo("info");
  }

  @Test
  void theNamesAreThoseThatAreAskedFor() throws Exception {
    Set<String> asked = new HashSet<>();
    Map<String, String> recording =
        new AbstractMap<>() {
          @Override
          public @Nullable String get(Object name) {
            asked.add((String) name);
            return null;
          }

          @Override
          public Set<Map.Entry<String, String>> entrySet() {
            return Set.of();
          }
        };

    ConfigurationReader.read(recording);

    assertThat(asked).isEqualTo(ConfigurationReader.NAMES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../docs/configure.md", "../conf/.env.example"})
  void everyVariableIsDocumented(String file) throws Exception {
    String text = Files.readString(Path.of(file));

    assertThat(ConfigurationReader.NAMES)
        .allSatisfy(name -> assertThat(text).containsPattern("\\b" + name + "\\b"));
  }

  @Test
  void anEmptyValueCountsAsNone() throws Exception {
    Map<String, String> empty = new HashMap<>();
    for (String name : ConfigurationReader.NAMES) {
      empty.put(name, "");
    }

    assertThat(ConfigurationReader.read(empty).toString())
        .isEqualTo(ConfigurationReader.read(Map.of()).toString());
  }

  @Test
  void everyVariableIsHeard() throws Exception {
    Configuration read =
        ConfigurationReader.read(
            Map.ofEntries(
                Map.entry("HOST", "::"),
                Map.entry("PORT", "9090"),
                Map.entry("MANAGEMENT_PORT", "9091"),
                Map.entry("KEYWAY_DATA_DIR", "/srv/keyway"),
                Map.entry("DATABASE_URL", "postgres://u:p@db.example/keyway"),
                Map.entry("ENCRYPTION_KEYS", "1:" + KEY + ",3:" + KEY),
                Map.entry("ENCRYPTION_KEY", KEY),
                Map.entry("JWT_SECRET", SECRET),
                Map.entry("ERROR_BASE_URL", "https://e.example/errors/"),
                Map.entry("ALLOWED_ORIGINS", "https://a.example/, https://b.example:8443"),
                Map.entry("GITHUB_URL", "https://github.example"),
                Map.entry("LOG_LEVEL", "WARN"),
                Map.entry("KEYWAY_EVENT_LOOPS", "3"),
                Map.entry("RATE_LIMIT_MAX", "nonsense"),
                Map.entry("NODE_ENV", "nonsense")));

    assertThat(read.listen()).isEqualTo(new Configuration.Listen("::", 9090, 9091));
    assertThat(read.dataFolder()).isEqualTo(Path.of("/srv/keyway"));
    assertThat(read.database()).extracting(DatabaseLogin::host).isEqualTo("db.example");
    assertThat(read.credentials().keys()).extracting(k -> k.versions().size()).isEqualTo(2);
    assertThat(read.credentials().jwtSecret()).isEqualTo(SECRET);
    assertThat(read.web().errorBaseUrl()).isEqualTo("https://e.example/errors");
    assertThat(read.web().allowedOrigins())
        .containsExactly("https://a.example", "https://b.example:8443");
    assertThat(read.web().githubUrl()).isEqualTo("https://github.example");
    assertThat(read.logLevel()).isEqualTo("warn");
    assertThat(read.eventLoops()).isEqualTo(3);
  }

  @Test
  void originsFollowFromTheDomain() throws Exception {
    assertThat(ConfigurationReader.read(Map.of("DOMAIN", "Example.com")).web().allowedOrigins())
        .containsExactly("https://example.com", "https://app.example.com");
    assertThat(
            ConfigurationReader.read(
                    Map.of("DOMAIN", "example.com", "DASHBOARD_URL", "https://d.example/x"))
                .web()
                .allowedOrigins())
        .containsExactly("https://example.com", "https://d.example");
  }

  @Test
  void everythingWrongIsReportedAtOnceByNameAndNeverByValue() {
    Map<String, String> wrong = new HashMap<>();
    wrong.put("HOST", "canary host");
    wrong.put("PORT", "canary1");
    wrong.put("MANAGEMENT_PORT", "65536");
    wrong.put("KEYWAY_DATA_DIR", "canary\0");
    wrong.put("DATABASE_URL", "postgres://u:canary?pass@h/d");
    wrong.put("ENCRYPTION_KEY", " " + "canary".repeat(10));
    wrong.put("ENCRYPTION_KEYS", "1:canary");
    wrong.put("ENCRYPTION_KEY_FILE", "/nonexistent/canary");
    wrong.put("JWT_SECRET", "canary");
    wrong.put("ERROR_BASE_URL", "canary://x");
    wrong.put("DOMAIN", "https://canary");
    wrong.put("DASHBOARD_URL", "https://user:canary@x");
    wrong.put("FRONTEND_URL", "canary");
    wrong.put("ALLOWED_ORIGINS", "https://fine.example,canary");
    wrong.put("GITHUB_URL", "http://");
    wrong.put("LOG_LEVEL", "canary");
    wrong.put("KEYWAY_EVENT_LOOPS", "0");

    ConfigurationException thrown =
        catchThrowableOfType(ConfigurationException.class, () -> ConfigurationReader.read(wrong));

    for (String name : wrong.keySet()) {
      assertThat(thrown.problems()).as(name).anyMatch(problem -> problem.startsWith(name + " "));
    }
    assertThat(thrown.getMessage()).doesNotContain("canary");
  }

  @Test
  void aDatabaseThatOthersMayHaveFilledNeedsItsKeysNamed() {
    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> ConfigurationReader.read(Map.of("DATABASE_URL", "postgres://u:p@h/d")));

    assertThat(thrown.problems()).hasSize(2);
    assertThat(thrown.problems().getFirst()).startsWith("ENCRYPTION_KEYS ");
    assertThat(thrown.problems().getLast()).startsWith("JWT_SECRET ");
  }

  @ParameterizedTest
  @CsvSource({"1:,2:", "'',''"})
  void keysMayComeFromAFile(String first, String second, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys");
    String text = first.isEmpty() ? KEY : first + KEY + "," + second + KEY;
    Files.writeString(file, text + "\n");

    Configuration read = ConfigurationReader.read(Map.of("ENCRYPTION_KEY_FILE", file.toString()));

    assertThat(read.credentials().keys())
        .extracting(k -> k.versions().size())
        .isEqualTo(first.isEmpty() ? 1 : 2);
  }

  @Test
  void aKeyFileBesideAKeyIsAMistake(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("keys"), KEY);

    ConfigurationException thrown =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                ConfigurationReader.read(
                    Map.of("ENCRYPTION_KEY_FILE", file.toString(), "ENCRYPTION_KEY", KEY)));

    assertThat(thrown.problems()).singleElement().asString().startsWith("ENCRYPTION_KEY_FILE ");
  }

  @Test
  void theTreeGivesNothingAway() throws Exception {
    Configuration read =
        ConfigurationReader.read(
            Map.of(
                "DATABASE_URL", "postgres://u:canary@h/d",
                "ENCRYPTION_KEY", KEY,
                "JWT_SECRET", SECRET));

    assertThat(read.toString()).doesNotContain("canary", KEY, SECRET);
  }
}
