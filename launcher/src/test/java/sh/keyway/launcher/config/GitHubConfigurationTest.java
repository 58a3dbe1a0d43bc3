package sh.keyway.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.connect.ConnectConfig;
import sh.keyway.launcher.config.Configuration.GitHub;

class GitHubConfigurationTest {
  private static String pem = "";

  @BeforeAll
  static void makeKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n";
  }

  @Test
  void withoutAnAppTheLocalForgeServes() throws Exception {
    assertThat(ConfigurationReader.read(Map.of()).github()).isNull();
    assertThat(
            ConfigurationReader.read(
                    Map.of("GITHUB_URL", "https://github.example", "GITHUB_APP_NAME", "keyway"))
                .github())
        .isNull();
  }

  @Test
  void anAppAtGitHubNeedsFourVariables() throws Exception {
    GitHub github = github(Map.of());

    ConnectConfig connect = github.connect();
    assertThat(connect.appId()).isEqualTo("123456");
    assertThat(connect.clientId()).isEqualTo("Iv1.abc123");
    assertThat(connect.clientSecret()).isEqualTo("canary-client-secret");
    assertThat(connect.web()).isEqualTo(URI.create("https://github.com"));
    assertThat(connect.api()).isEqualTo(URI.create("https://api.github.com"));
    assertThat(connect.installUrl())
        .isEqualTo("https://github.com/apps/keyway-app/installations/new");
    assertThat(connect.oidcIssuer()).isEqualTo("https://token.actions.githubusercontent.com");
    assertThat(connect.oidcKeys())
        .isEqualTo(URI.create("https://token.actions.githubusercontent.com/.well-known/jwks"));
    assertThat(connect.caFile()).isNull();
    assertThat(github.webhookSecret()).isNull();
    assertThat(github.staleMax()).isEqualTo(Duration.ofHours(24));
    assertThat(github.tokenLogin()).isTrue();
  }

  @Test
  void everyVariableIsHeard(@TempDir Path folder) throws Exception {
    Path authorities = Files.writeString(folder.resolve("ca.pem"), certificate());
    GitHub github =
        github(
            Map.of(
                "GITHUB_APP_PRIVATE_KEY", pem.replace("\n", "\\n"),
                "GITHUB_BASE_URL", "https://api.ghe.example/",
                "GITHUB_APP_INSTALL_URL", "https://x.example/apps/k/installations/new",
                "GITHUB_APP_WEBHOOK_SECRET", "canary-webhook",
                "GITHUB_STALE_MAX", "90m",
                "GITHUB_TOKEN_LOGIN", "false",
                "GITHUB_OIDC_ISSUER", "https://token.example/",
                "GITHUB_OIDC_JWKS_URL", "https://keys.example/jwks",
                "GITHUB_CA_FILE", authorities.toString()));

    assertThat(github.connect().api()).isEqualTo(URI.create("https://api.ghe.example"));
    assertThat(github.connect().installUrl()).startsWith("https://x.example/");
    assertThat(github.webhookSecret()).isEqualTo("canary-webhook");
    assertThat(github.staleMax()).isEqualTo(Duration.ofMinutes(90));
    assertThat(github.tokenLogin()).isFalse();
    assertThat(github.connect().oidcIssuer())
        .as("compared to the letter")
        .isEqualTo("https://token.example/");
    assertThat(github.connect().oidcKeys()).isEqualTo(URI.create("https://keys.example/jwks"));
    assertThat(github.connect().caFile()).isEqualTo(authorities);
  }

  @Test
  void anEnterpriseServerHasEverythingOnItsHost() throws Exception {
    ConnectConfig connect =
        github(Map.of("GITHUB_URL", "https://ghe.example/prefix", "GITHUB_APP_NAME", "kw"))
            .connect();

    assertThat(connect.api()).isEqualTo(URI.create("https://ghe.example/prefix/api/v3"));
    assertThat(connect.oidcIssuer()).isEqualTo("https://ghe.example/prefix/_services/token");
    assertThat(connect.installUrl())
        .isEqualTo("https://ghe.example/prefix/github-apps/kw/installations/new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GITHUB_APP_ID",
        "GITHUB_APP_CLIENT_ID",
        "GITHUB_APP_CLIENT_SECRET",
        "GITHUB_APP_PRIVATE_KEY"
      })
  void anAppWithAPartMissingIsAMistakeAndNotTheLocalForge(String missing) {
    Map<String, String> variables = app();
    variables.remove(missing);

    assertThat(problems(variables))
        .singleElement()
        .asString()
        .startsWith(missing + " is required together with ");
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB_URL,http://github.example",
    "GITHUB_URL,https://github.example/?canary",
    "GITHUB_BASE_URL,http://192.0.2.1/api/v3",
    "GITHUB_OIDC_JWKS_URL,http://canary.example",
    "GITHUB_OIDC_ISSUER,canary",
    "GITHUB_APP_ID,canary/../x",
    "GITHUB_APP_CLIENT_ID,canary x",
    "GITHUB_APP_CLIENT_SECRET,canary secret",
    "GITHUB_APP_PRIVATE_KEY,canary",
    "GITHUB_APP_NAME,canary/x",
    "GITHUB_APP_INSTALL_URL,https://x.example/new?state=canary",
    "GITHUB_STALE_MAX,canary",
    "GITHUB_STALE_MAX,-1h",
    "GITHUB_STALE_MAX,31d",
    "GITHUB_TOKEN_LOGIN,canary",
    "GITHUB_CA_FILE,/nonexistent/canary",
    "KEYWAY_PUBLIC_URL,https://x.example/?canary",
    "COOKIE_DOMAIN,canary!"
  })
  void whatIsWrongIsNamedAndNotShown(String name, String value) {
    Map<String, String> variables = app();
    variables.put(name, value);

    assertThat(problems(variables))
        .singleElement()
        .asString()
        .startsWith(name + " ")
        .doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080/ghe",
        "http://127.0.0.1:1",
        "http://a.localhost",
        "http://[::1]:3"
      })
  void withoutTlsOnlyThisMachineIsCalled(String url) throws Exception {
    assertThat(github(Map.of("GITHUB_URL", url)).connect().api())
        .isEqualTo(URI.create(url + "/api/v3"));
  }

  @ParameterizedTest
  @CsvSource({"24h,PT24H", "3600s,PT1H", "1h30m,PT1H30M", "2D,PT48H", "PT5M,PT5M", "0s,PT0S"})
  void timesAreReadAsPeopleWriteThem(String text, Duration meant) throws Exception {
    assertThat(github(Map.of("GITHUB_STALE_MAX", text)).staleMax()).isEqualTo(meant);
  }

  @Test
  void theApiIsAtItsPlaceInTheDomain() throws Exception {
    assertThat(ConfigurationReader.read(Map.of()).web().publicUrl()).isNull();
    assertThat(ConfigurationReader.read(Map.of("DOMAIN", "example.com")).web().publicUrl())
        .isEqualTo("https://api.example.com");
    assertThat(
            ConfigurationReader.read(
                    Map.of(
                        "DOMAIN", "example.com", "KEYWAY_PUBLIC_URL", "https://k.example.com/x/"))
                .web()
                .publicUrl())
        .isEqualTo("https://k.example.com/x");
  }

  @ParameterizedTest
  @CsvSource({"example.com", "api.example.com", "API.Example.com"})
  void cookiesMayBeSharedWithinTheDomain(String cookies) throws Exception {
    Map<String, String> variables = Map.of("DOMAIN", "example.com", "COOKIE_DOMAIN", cookies);

    assertThat(ConfigurationReader.read(variables).web().cookieDomain())
        .isEqualToIgnoringCase(cookies);
  }

  @ParameterizedTest
  @CsvSource({
    "com,example.com",
    "notexample.com,example.com",
    "example.com,api.example.com",
    "app.example.com,example.com",
    "example.com,''"
  })
  void cookiesThatSiblingsWouldGetOrNobodyAreAMistake(String cookies, String domain) {
    assertThat(problems(new HashMap<>(Map.of("DOMAIN", domain, "COOKIE_DOMAIN", cookies))))
        .singleElement()
        .asString()
        .startsWith("COOKIE_DOMAIN ");
  }

  @Test
  void theTreeGivesNothingAway() throws Exception {
    Map<String, String> variables = app();
    variables.put("GITHUB_APP_WEBHOOK_SECRET", "canary-webhook");

    assertThat(ConfigurationReader.read(variables).toString())
        .contains("webhooks on")
        .doesNotContain("canary", "PRIVATE KEY");
  }

  private static GitHub github(Map<String, String> more) throws ConfigurationException {
    Map<String, String> variables = app();
    variables.putAll(more);
    return Objects.requireNonNull(ConfigurationReader.read(variables).github());
  }

  private static List<String> problems(Map<String, String> variables) {
    return catchThrowableOfType(
            ConfigurationException.class, () -> ConfigurationReader.read(variables))
        .problems();
  }

  private static Map<String, String> app() {
    Map<String, String> variables = new HashMap<>();
    variables.put("GITHUB_APP_ID", "123456");
    variables.put("GITHUB_APP_CLIENT_ID", "Iv1.abc123");
    variables.put("GITHUB_APP_CLIENT_SECRET", "canary-client-secret");
    variables.put(
        "GITHUB_APP_PRIVATE_KEY",
        Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
    return variables;
  }

  /** Any certificate; the JDK's own authorities are at hand. */
  private static String certificate() throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null);
    X509TrustManager system = (X509TrustManager) factory.getTrustManagers()[0];
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(system.getAcceptedIssuers()[0].getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
