package sh.keyway.launcher.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import sh.keyway.secrets.SecretsConfig;
import sh.keyway.secrets.SecretsConfig.Tls;

/**
 * How to connect to a database: one meaning, told to both drivers.
 *
 * @param host name or address, an IPv6 address without brackets; for the secrets room also the
 *     absolute path of a folder with a Unix domain socket, which JDBC does not do
 * @param port TCP port, also part of the socket's name
 * @param database name of the database
 * @param user role to connect as
 * @param password its password, possibly empty
 * @param tls how the connection is protected
 * @param caFile PEM file of the authority to trust, null for the ones the system trusts
 */
public record DatabaseLogin(
    String host,
    int port,
    String database,
    String user,
    String password,
    Tls tls,
    @Nullable Path caFile) {
  private static final int CONNECT_SECONDS = 10;

  /** The address for the JDBC driver; holds no password. */
  public String jdbcUrl() {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return "jdbc:postgresql://" + bracketed + ":" + port + "/" + escape(database);
  }

  /**
   * The rest for the JDBC driver. Left alone, it would pick up a client certificate and a root
   * certificate from the home folder and ask for GSS encryption; the reactive driver does none of
   * that, so neither may this one.
   */
  public Properties jdbcProperties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", tls.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("sslcert", "");
    properties.setProperty("sslkey", "");
    if (tls == Tls.VERIFY_CA || tls == Tls.VERIFY_FULL) {
      if (caFile == null) {
        properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
      } else {
        properties.setProperty("sslrootcert", caFile.toString());
      }
    }
    properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
    properties.setProperty("loginTimeout", Integer.toString(2 * CONNECT_SECONDS));
    properties.setProperty("ApplicationName", "keyway");
    return properties;
  }

  /**
   * The same for the secrets room.
   *
   * @param github how far GitHub's word goes, null for the local forge
   */
  public SecretsConfig secretsConfig(SecretsConfig.@Nullable GitHubRules github) {
    return new SecretsConfig(
        host,
        port,
        database,
        user,
        password,
        tls,
        caFile,
        SecretsConfig.ENVIRONMENT_BYTES,
        SecretsConfig.ENVIRONMENT_KEYS,
        github);
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return "DatabaseLogin[" + user + "@" + host + ":" + port + "/" + database + ", " + tls + "]";
  }

  private static String escape(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
