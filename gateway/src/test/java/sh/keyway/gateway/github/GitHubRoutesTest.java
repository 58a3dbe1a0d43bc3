package sh.keyway.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.CheckInstallation;
import sh.keyway.contracts.secrets.GetRepositoryIds;
import sh.keyway.contracts.secrets.InstallationState;
import sh.keyway.contracts.secrets.RepositoryIds;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** The routes about the App, as clients read them (http-auth §3.14). */
class GitHubRoutesTest {
  private static final String ACME = "{\"repoOwner\":\"acme\",\"repoName\":\"api\"}";
  private static House house;

  @BeforeAll
  static void start() {
    house = House.withGitHub();
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @BeforeEach
  void teach() {
    house.room().forget();
    Samples.teach(house.room());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"repoOwner\":\"\",\"repoName\":\"api\"}",
        "{\"repoOwner\":\"acme\",\"repoName\":\"\"}",
        "{\"repoOwner\":\"acme\",\"repoName\":7}",
        "{\"repoOwner\":\"acme\",\"repoName\":\"..\"}",
        "{\"repoOwner\":\"acme/api\",\"repoName\":\"api\"}",
        "{\"repoOwner\":\"acme\",\"repoName\":\"a b\"}"
      })
  void aQuestionAboutNoRepositoryIsInvalid(String body) {
    Reply reply = house.post("/v1/github/check-installation", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("validation-error");
    assertThat(house.room().asked(CheckInstallation.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?repo=", "?repo=acme", "?repo=acme/", "?repo=/api", "?repo=a%20b/c"})
  void numbersOfNoRepositoryAreABadRequest(String query) {
    Reply reply = house.get("/v1/github/repo-ids" + query);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.slug()).isEqualTo("bad-request");
    assertThat(house.room().asked(GetRepositoryIds.class)).isEmpty();
  }

  @Test
  void anInstallationIsShownWithItsNumberAndItsAbsenceWithout() {
    assertThat(house.post("/v1/github/check-installation", ACME).data())
        .isEqualTo(
            JsonObject.of(
                "installed",
                true,
                "installationId",
                4_294_967_298L,
                "installUrl",
                House.APP.installUrl()));

    house.room().says(SecretsRoom.CHECK_INSTALLATION, new InstallationState(false, null));

    assertThat(house.post("/v1/github/check-installation", ACME).data())
        .isEqualTo(JsonObject.of("installed", false, "installUrl", House.APP.installUrl()));
  }

  @Test
  void withoutAnAppTheInstallUrlIsWhereTheServerIsReached() {
    try (House local = new House()) {
      local.room().says(SecretsRoom.CHECK_INSTALLATION, new InstallationState(true, null));

      assertThat(local.post("/v1/github/check-installation", ACME).data())
          .isEqualTo(JsonObject.of("installed", true, "installUrl", House.API));
    }
  }

  @Test
  void installationsAreShown() {
    assertThat(house.get("/v1/github/installations").data().encode())
        .isEqualTo(
            "{\"installations\":[{\"id\":\"77777777-7777-4777-8777-777777777777\","
                + "\"installationId\":4294967298,\"accountLogin\":\"acme\","
                + "\"accountType\":\"organization\",\"repositorySelection\":\"selected\","
                + "\"repositoryCount\":2,\"installedAt\":\"2026-11-23T08:07:42.000Z\"}],"
                + "\"installUrl\":\"%s\"}".formatted(House.APP.installUrl()));
  }

  @Test
  void organizationsAreNamedInSnakeCase() {
    assertThat(house.get("/v1/github/available-orgs").data().encode())
        .isEqualTo(
            "{\"organizations\":[{\"login\":\"acme\",\"display_name\":\"acme\","
                + "\"avatar_url\":null,\"status\":\"ready\",\"user_role\":\"admin\","
                + "\"already_connected\":false}],\"install_url\":\"%s\"}"
                    .formatted(House.APP.installUrl()));
  }

  @Test
  void furtherPartsOfTheNameAreIgnored() {
    assertThat(house.get("/v1/github/repo-ids?repo=acme%2Fapi%2Ftree%2Fmain").data())
        .isEqualTo(JsonObject.of("ownerId", 7, "repoId", 9_007_199_254_740_993L));
    assertThat(house.room().asked(GetRepositoryIds.class))
        .singleElement()
        .extracting(GetRepositoryIds::repoFullName)
        .isEqualTo("acme/api");

    house.room().says(SecretsRoom.GET_REPOSITORY_IDS, RepositoryIds.NONE);

    assertThat(house.get("/v1/github/repo-ids?repo=acme/api").data().encode())
        .isEqualTo("{\"ownerId\":null,\"repoId\":null}");
  }

  @Test
  void anyScopeWillDo() {
    house.room().says(SecretsRoom.IDENTIFY_API_KEY, Samples.identity(Set.of(Scope.READ_SECRETS)));

    for (String path :
        new String[] {
          "/v1/github/installations", "/v1/github/available-orgs", "/v1/github/repo-ids?repo=a/b"
        }) {
      assertThat(house.get(path).status()).isEqualTo(200);
      assertThat(house.call("GET", path).status()).isEqualTo(401);
    }
  }
}
