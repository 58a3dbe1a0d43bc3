package sh.keyway.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The shape of the house (docs: architecture), held against every class that is shipped. */
@AnalyzeClasses(
    packages = "sh.keyway",
    importOptions = {ImportOption.DoNotIncludeTests.class, HouseTest.Shipped.class})
final class HouseTest {
  /** Leaves out the test kit, which plays third parties and is never shipped. */
  static final class Shipped implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/testkit");
    }
  }

  private static final String[] ROOMS = {
    "sh.keyway.crypto..",
    "sh.keyway.secrets..",
    "sh.keyway.gateway..",
    "sh.keyway.connect..",
    "sh.keyway.migrations..",
    "sh.keyway.postgres.."
  };

  @ArchTest
  static final ArchRule ROOMS_NEVER_MEET_BUT_ON_THE_BUS =
      slices()
          .matching("sh.keyway.(crypto|secrets|gateway|connect|migrations|postgres)..")
          .should()
          .notDependOnEachOther()
          .because("a room must be able to move to another node");

  @ArchTest
  static final ArchRule NOTHING_BELOW_KNOWS_THE_LAUNCHER =
      noClasses()
          .that()
          .resideOutsideOfPackage("sh.keyway.launcher..")
          .and()
          .resideOutsideOfPackage("sh.keyway.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("sh.keyway.launcher..", "sh.keyway.testkit..")
          .because("the launcher assembles, and the test kit is for tests");

  @ArchTest
  static final ArchRule CONTRACTS_KNOW_NO_ROOM =
      noClasses()
          .that()
          .resideInAPackage("sh.keyway.contracts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOMS)
          .because("they are what the rooms have in common");

  @ArchTest
  static final ArchRule MIGRATIONS_AND_POSTGRES_NEED_NOTHING_OF_OURS =
      noClasses()
          .that()
          .resideInAnyPackage("sh.keyway.migrations..", "sh.keyway.postgres..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("sh.keyway.contracts..")
          .because("they run before there is a bus");

  @ArchTest
  static final ArchRule ONLY_THE_SECRETS_ROOM_SPEAKS_SQL =
      noClasses()
          .that()
          .resideOutsideOfPackage("sh.keyway.secrets..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..")
          .because("authorisation, audit and statement belong together");

  @ArchTest
  static final ArchRule JDBC_EXISTS_ONLY_AT_THE_START =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "sh.keyway.migrations..", "sh.keyway.postgres..", "sh.keyway.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
          .because("it blocks");

  @ArchTest
  static final ArchRule ONLY_THE_GATEWAY_SERVES_HTTP =
      noClasses()
          .that()
          .resideOutsideOfPackage("sh.keyway.gateway..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.vertx.core.http.HttpServer")
          .because("it is the only room with a public port");

  @ArchTest
  static final ArchRule ONLY_THE_CONNECT_ROOM_CALLS_OUT =
      noClasses()
          .that()
          .resideOutsideOfPackages("sh.keyway.connect..", "sh.keyway.testkit..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "io\\.vertx\\.(core\\.http\\.(HttpClient|WebSocketClient).*|core\\.net\\.NetClient.*"
                  + "|ext\\.web\\.client\\..*)")
          .because("timeouts, limits and the addresses that may be called are kept in one place");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_CALLS_BESIDE_IT =
      noClasses()
          .that()
          .resideOutsideOfPackages("sh.keyway.launcher.cli..", "sh.keyway.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.net.http..")
          .because("it blocks, and commands call nothing but a Keyway server");

  @ArchTest
  static final ArchRule ONLY_THE_CRYPTO_ROOM_CIPHERS =
      noClasses()
          .that()
          .resideOutsideOfPackage("sh.keyway.crypto..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("javax.crypto.Cipher")
          .because("it is the only room that ever sees an encryption key");

  @ArchTest
  static final ArchRule FEATURES_DO_NOT_DEPEND_IN_CIRCLES =
      slices()
          .matching("sh.keyway.(*).(*)..")
          .should()
          .beFreeOfCycles()
          .because("a feature must be readable without all the others");

  @ArchTest
  static final ArchRule LOGGING_GOES_THROUGH_ONE_PIPE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.util.logging..", "org.apache.logging..", "org.apache.commons.logging..")
          .because("levels and redaction are set in one place");

  @ArchTest
  static final ArchRule STANDARD_OUTPUT_BELONGS_TO_COMMANDS =
      noClasses()
          .that()
          .resideOutsideOfPackage("sh.keyway.launcher..")
          .and()
          .resideOutsideOfPackage("sh.keyway.testkit..")
          .should()
          .accessField(System.class, "out")
          .because("start prints one screen, and pull prints what is piped on");

  @ArchTest
  static final ArchRule STATE_IS_NOT_PUBLIC =
      fields()
          .that()
          .arePublic()
          .should()
          .beFinal()
          .because("what anyone may change nobody can reason about");

  @ArchTest
  static final ArchRule EXCEPTIONS_ARE_NAMED_SO =
      classes()
          .that()
          .areAssignableTo(Throwable.class)
          .should()
          .haveSimpleNameEndingWith("Exception")
          .orShould()
          .haveSimpleNameEndingWith("Failure")
          .because("they are recognised by name where they are thrown");

  private HouseTest() {}
}
