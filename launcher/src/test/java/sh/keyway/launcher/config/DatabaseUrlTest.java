package sh.keyway.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.secrets.SecretsConfig;
import sh.keyway.secrets.SecretsConfig.Tls;

class DatabaseUrlTest {

  @Test
  void readsEveryPart() {
    DatabaseLogin login =
        DatabaseUrl.parse("postgresql://us%40er:p%2Fa%3As+s@db.example:6432/d%20b");

    assertThat(login)
        .isEqualTo(
            new DatabaseLogin("db.example", 6432, "d b", "us@er", "p/a:s+s", Tls.PREFER, null));
    assertThat(login.toString()).doesNotContain("p/a");
  }

  @Test
  void defaultsAreThoseOfLibpq() {
    DatabaseLogin login = DatabaseUrl.parse("postgres://u@[::1]/d");

    assertThat(login).isEqualTo(new DatabaseLogin("::1", 5432, "d", "u", "", Tls.PREFER, null));
    assertThat(login.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5432/d");
  }

  @Test
  void aPasswordMayHoldColonsAndAtSigns() {
    assertThat(DatabaseUrl.parse("postgres://u:a:b@c@h/d").password()).isEqualTo("a:b@c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:canary@h/d",
        "postgres://canary",
        "postgres://u:canary@h",
        "postgres://u:canary@h/",
        "postgres://:canary@h/d",
        "postgres://h/d",
        "postgres://u:canary@h1,h2/d",
        "postgres://u:canary@h:0/d",
        "postgres://u:canary@h:65536/d",
        "postgres://u:canary@%2Ftmp/d",
        "postgres://u:canary%zz@h/d",
        "postgres://u:canary%4@h/d",
        "postgres://u:canary%00@h/d",
        "postgres://u:canary%ff@h/d",
        "postgres://u:canary?x@h/d",
        "postgres://u:p@h/d?canary",
        "postgres://u:p@h/d?canary=1",
        "postgres://u:p@h/d?sslmode=canary",
        "postgres://u:p@h/d?sslmode=allow",
        "postgres://u:p@h/d?sslmode=require&sslmode=disable",
        "postgres://u:p@h/d?sslmode=require&",
        "postgres://u:p@h/d?sslmode=verify-full&sslrootcert=/nonexistent/canary",
        "postgres://u:p@h/d?sslmode=verify-ca&sslrootcert=system",
        "postgres://u:p@h/d?sslrootcert=/etc/hosts",
        "postgres://u:p@h/d?sslmode=disable&sslrootcert=/etc/hosts",
      })
  void refusesWhatItDoesNotUnderstandWithoutQuotingIt(String url) {
    assertThatThrownBy(() -> DatabaseUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource({
    "disable, DISABLE, disable",
    "prefer, PREFER, prefer",
    "require, REQUIRE, require",
    "verify-ca, VERIFY_CA, verify-ca",
    "verify-full, VERIFY_FULL, verify-full",
  })
  void bothDriversAreToldTheSame(String mode, Tls reactive, String jdbc) {
    DatabaseLogin login = DatabaseUrl.parse("postgres://u:p@h:1/d?sslmode=" + mode);

    SecretsConfig config = login.secretsConfig(null);
    Properties properties = login.jdbcProperties();

    assertThat(config.tls()).isEqualTo(reactive);
    assertThat(config.caFile()).isNull();
    assertThat(properties).containsEntry("sslmode", jdbc).doesNotContainKey("sslrootcert");
    boolean verifies = reactive == Tls.VERIFY_CA || reactive == Tls.VERIFY_FULL;
    assertThat(properties.containsKey("sslfactory")).isEqualTo(verifies);
  }

  @ParameterizedTest
  @CsvSource({"require, VERIFY_CA", "verify-ca, VERIFY_CA", "verify-full, VERIFY_FULL"})
  void aRootCertificateIsUsedByBoth(String mode, Tls meant, @TempDir Path folder) throws Exception {
    Path ca = Files.writeString(folder.resolve("c a.pem"), "");

    DatabaseLogin login =
        DatabaseUrl.parse(
            "postgres://u:p@h/d?sslmode=" + mode + "&sslrootcert=" + folder + "/c%20a.pem");

    assertThat(login.secretsConfig(null).tls()).isEqualTo(meant);
    assertThat(login.secretsConfig(null).caFile()).isEqualTo(ca);
    assertThat(login.jdbcProperties())
        .containsEntry("sslrootcert", ca.toString())
        .containsEntry("sslmode", meant == Tls.VERIFY_CA ? "verify-ca" : "verify-full")
        .doesNotContainKey("sslfactory");
  }

  @Test
  void theJdbcDriverTakesNothingFromTheHomeFolder() {
    assertThat(DatabaseUrl.parse("postgres://u:p@h/d").jdbcProperties())
        .containsEntry("sslcert", "")
        .containsEntry("sslkey", "")
        .containsEntry("gssEncMode", "disable");
  }
}
