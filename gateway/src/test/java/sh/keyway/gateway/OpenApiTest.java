package sh.keyway.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.auth.CiTokens;
import sh.keyway.gateway.auth.PublicAddress;
import sh.keyway.gateway.auth.SessionCookies;
import sh.keyway.gateway.auth.Sessions;
import sh.keyway.gateway.ci.CiRoutes;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Cors;
import sh.keyway.gateway.http.RateLimiter;
import sh.keyway.gateway.http.Route;
import sh.keyway.gateway.openapi.OpenApiDocument;
import sh.keyway.gateway.signin.BrowserSession;
import sh.keyway.gateway.signin.SignIn;
import sh.keyway.gateway.signin.Site;
import sh.keyway.gateway.support.Hooks;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;
import sh.keyway.gateway.support.Wait;

/** The declared API is the mounted API is the API that answers. */
class OpenApiTest {
  private static final String BASE = "https://keyway.test/openapi.json";
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "{owner}", "acme",
          "{repo}", "api",
          "{username}", "alice",
          "{env}", "production",
          "{id}", Samples.KEY_ID.toString());
  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry(
              "pushSecrets",
              "{\"repoFullName\":\"acme/api\",\"environment\":\"production\",\"secrets\":{\"A\":\"1\"}}"),
          Map.entry("createVault", "{\"repoFullName\":\"acme/api\"}"),
          Map.entry(
              "createApiKey",
              "{\"name\":\"x\",\"environment\":\"live\",\"scopes\":[\"read:secrets\"]}"),
          Map.entry(
              "createUserApiKey",
              "{\"name\":\"x\",\"environment\":\"live\",\"scopes\":[\"read:secrets\"]}"),
          Map.entry("addUser", "{\"username\":\"alice\"}"),
          Map.entry("giveRole", "{\"role\":\"read\"}"),
          Map.entry("moveVault", "{\"forge\":\"github\"}"),
          Map.entry("validateToken", "{}"),
          Map.entry(
              "setMinimumRoles", "{\"permissions\":{\"read\":\"write\",\"write\":\"admin\"}}"),
          Map.entry(
              "createOverride",
              "{\"environment\":\"*\",\"targetType\":\"role\",\"targetRole\":\"read\",\"canRead\":true,\"canWrite\":false}"),
          Map.entry("startDevice", "{\"repository\":\"acme/api\",\"ownerId\":7,\"repoId\":8}"),
          Map.entry("pollDevice", "{\"deviceCode\":\"ab\"}"),
          Map.entry("updateOverride", "{\"canWrite\":true}"),
          Map.entry("checkInstallation", "{\"repoOwner\":\"acme\",\"repoName\":\"api\"}"),
          Map.entry("receiveWebhook", "{}"),
          Map.entry("exchangeOidc", "{\"token\":\"a.b.c\"}"),
          Map.entry("createCiPolicy", "{\"environments\":[\"staging\"]}"),
          Map.entry(
              "updateCiPolicy", "{\"environments\":[\"staging\"],\"refs\":[\"refs/tags/v*\"]}"));
  private static final Map<String, String> FORMS =
      Map.of(
          "submitVerify", "user_code=TBSA8-37X2X",
          "approveDevice", "token=t&decision=approve",
          "redeemLoginLink", "token=t");
  private static final Map<String, String> QUERIES =
      Map.of(
          "pullSecrets", "?repo=acme/api&environment=production",
          "viewSecret", "?repo=acme/api&environment=production&key=A",
          "callback", "?code=c&state=s",
          "showLoginLink", "?token=t",
          "getRepositoryIds", "?repo=acme/api");

  private static House house;
  private static JsonObject document;
  private static SchemaRepository schemas;
  private static List<Route> mounted;

  /** One declared operation. */
  record Declared(String method, String path, JsonObject operation) {
    boolean open() {
      return operation.getJsonArray("security").isEmpty();
    }

    /** Null if only sessions count. */
    @Nullable JsonArray scopes() {
      return open()
          ? new JsonArray()
          : operation.getJsonArray("security").getJsonObject(0).getJsonArray("bearer");
    }

    String id() {
      return operation.getString("operationId");
    }

    String target() {
      String target = path;
      for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
        target = target.replace(parameter.getKey(), parameter.getValue());
      }
      return target + QUERIES.getOrDefault(id(), "");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  @BeforeAll
  static void start() {
    house = House.withGitHub();
    document = house.call("GET", "/openapi.json").json();
    mounted =
        GatewayVerticle.routes(
                new RoomClient(house.vertx()),
                Wait.on(OpenApiDocument.load(house.vertx())),
                House.config(0, List.of()),
                address(),
                signIn(),
                new CiRoutes(
                    new RoomClient(house.vertx()),
                    new CiTokens(house.vertx(), House.JWT_SECRET),
                    () -> ""))
            .all();
    schemas =
        SchemaRepository.create(
            new JsonSchemaOptions()
                .setBaseUri("https://keyway.test/")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic));
    schemas.dereference(BASE, JsonSchema.of(closed(document.copy())));
  }

  private static PublicAddress address() {
    return new PublicAddress(House.API, "", () -> 0, new Cors(List.of()));
  }

  private static SignIn signIn() {
    RoomClient rooms = new RoomClient(house.vertx());
    PublicAddress address = address();
    return new SignIn(
        rooms,
        address,
        new BrowserSession(
            new Sessions(house.vertx(), rooms, House.JWT_SECRET),
            new SessionCookies(address, null)),
        RateLimiter.of(house.vertx()),
        new Site("https://github.test", null, List.of(), null, null));
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  static Stream<Declared> declared() {
    return document.getJsonObject("paths").stream()
        .flatMap(path ->
            ((JsonObject) path.getValue())
                .stream()
                    .map(operation ->
                        new Declared(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            (JsonObject) operation.getValue())));
  }

  @Test
  void everyMountedRouteIsDeclaredAndEveryDeclaredOneMounted() {
    Set<String> here =
        mounted.stream()
            .map(r -> r.method().name() + " " + r.path())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> there =
        declared().map(Declared::toString).collect(Collectors.toCollection(TreeSet::new));
    assertThat(there).isEqualTo(here).isNotEmpty();
  }

  @Test
  void scopesAreDeclaredAsTheyAreChecked() {
    Map<String, List<String>> checked = new HashMap<>();
    for (Route route : mounted) {
      List<String> scopes =
          route.access().open()
              ? List.of("nobody is asked")
              : route.access().holders() == Access.Holders.SESSIONS
                  ? List.of("only sessions count")
                  : route.access().scopes().stream().map(Scope::wire).toList();
      checked.put(route.method() + " " + route.path(), scopes);
    }
    assertThat(declared())
        .allSatisfy(declared -> {
          JsonArray said = declared.scopes();
          List<String> scopes =
              declared.open()
                  ? List.of("nobody is asked")
                  : said == null
                      ? List.of("only sessions count")
                      : said.stream().map(String.class::cast).toList();
          assertThat(scopes).isEqualTo(checked.get(declared.toString()));
        });
  }

  @ParameterizedTest
  @MethodSource("declared")
  void pathParametersAreDeclared(Declared declared) {
    Set<String> inPath =
        Stream.of(declared.path().split("/"))
            .filter(s -> s.startsWith("{"))
            .map(s -> s.substring(1, s.length() - 1))
            .collect(Collectors.toSet());
    Set<String> said =
        declared.operation().getJsonArray("parameters", new JsonArray()).stream()
            .map(p -> component("parameters", (JsonObject) p))
            .filter(p -> p.getString("in").equals("path"))
            .map(p -> p.getString("name"))
            .collect(Collectors.toSet());
    assertThat(said).isEqualTo(inPath);
  }

  @ParameterizedTest
  @MethodSource("declared")
  void aGoodRequestIsAnsweredAsDeclared(Declared declared) {
    Reply reply = ask(house, declared, credentialFor(declared));
    assertThat(reply.status()).isBetween(200, 302);
    assertAsDeclared(declared, reply);
  }

  @ParameterizedTest
  @MethodSource("declared")
  void aStrangerIsAnsweredAsDeclared(Declared declared) {
    Reply reply = ask(house, declared, "X-No: credential");
    if (declared.open()) {
      assertThat(reply.status()).isBetween(200, 302);
    } else {
      assertThat(reply.status()).isEqualTo(401);
    }
    assertAsDeclared(declared, reply);
  }

  static Stream<Declared> asking() {
    return declared().filter(declared -> !declared.open());
  }

  @ParameterizedTest
  @MethodSource("asking")
  void everyOtherScopeIsNotEnough(Declared declared) {
    JsonArray scopes = declared.scopes();
    Set<Scope> others = EnumSet.allOf(Scope.class);
    if (scopes != null) {
      scopes.forEach(s -> others.remove(Scope.of((String) s)));
    }
    try (House narrow = new House()) {
      narrow.room().says(SecretsRoom.IDENTIFY_API_KEY, Samples.identity(others));
      Reply reply = ask(narrow, declared, Samples.AUTHORIZATION);
      if (scopes == null) {
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.detail()).isEqualTo("Only a signed-in session may do this");
      } else if (scopes.isEmpty()) {
        assertThat(reply.status()).isEqualTo(200);
      } else {
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.detail())
            .isEqualTo("API key missing required scope(s): " + scopes.getString(0));
      }
      assertAsDeclared(declared, reply);
    }
  }

  @ParameterizedTest
  @MethodSource("declared")
  void aMalformedQueryIsAnsweredAsDeclared(Declared declared) {
    String target = declared.target();
    String twice = target + (target.contains("?") ? "&" : "?") + "x=1&x=2";
    Reply reply = house.call(declared.method(), twice, credentialFor(declared));
    assertThat(reply.status()).isEqualTo(400);
    assertAsDeclared(declared, reply);
  }

  @ParameterizedTest
  @EnumSource(
      value = Problem.Kind.class,
      names = {
        "BAD_REQUEST",
        "VALIDATION_ERROR",
        "UNAUTHORIZED",
        "FORBIDDEN",
        "NOT_FOUND",
        "INTERNAL_ERROR",
        "SERVICE_UNAVAILABLE"
      })
  void aRefusalOfTheRoomIsAnsweredAsDeclared(Problem.Kind kind) {
    try (House strict = new House()) {
      SecretsRoom.operations().stream()
          .filter(o -> !o.equals(SecretsRoom.HEALTH) && !o.equals(SecretsRoom.IDENTIFY_API_KEY))
          .forEach(o -> strict.room().refuses(o, Problem.of(kind, "gist")));
      List<Declared> asking =
          asking()
              .filter(d -> d.operation().getJsonObject("responses").containsKey("" + kind.status()))
              .toList();
      assertThat(asking).hasSizeGreaterThan(5);
      for (Declared declared : asking) {
        Reply reply = ask(strict, declared, credentialFor(declared));
        assertThat(reply.status()).isEqualTo(kind.status());
        assertAsDeclared(declared, reply);
      }
    }
  }

  @Test
  void aPullAsJsonIsAnsweredAsDeclared() {
    try (House json = new House()) {
      json.room().says(SecretsRoom.PULL, new Pulled(3, 1, "{\"A\":\"1\"}".getBytes(UTF_8)));
      Declared pull =
          declared().filter(d -> d.id().equals("pullSecrets")).findFirst().orElseThrow();
      Reply reply = json.get(pull.target() + "&format=json");
      assertThat(reply.data().getInteger("revision")).isEqualTo(3);
      assertAsDeclared(pull, reply);
    }
  }

  @Test
  void theSamplesOfBodiesFitTheirSchemas() {
    List<Declared> withBody =
        declared().filter(d -> d.operation().containsKey("requestBody")).toList();
    assertThat(withBody)
        .extracting(Declared::id)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(BODIES.keySet().stream(), FORMS.keySet().stream()).toList());
    for (Declared declared : withBody) {
      if (FORMS.containsKey(declared.id())) {
        continue;
      }
      JsonObject schema = schemaIn(declared.operation().getJsonObject("requestBody"));
      assertThat(errors(schema, new JsonObject(BODIES.get(declared.id())))).isEmpty();
    }
  }

  @Test
  void theValidatorSeesAnUndeclaredMember() {
    JsonObject meta = new JsonObject().put("$ref", "#/components/schemas/Meta");
    assertThat(errors(meta, new JsonObject().put("requestId", "r"))).isEmpty();
    assertThat(errors(meta, new JsonObject().put("requestId", "r").put("x", 1))).isNotEmpty();
    assertThat(errors(meta, new JsonObject())).isNotEmpty();
  }

  private static String credentialFor(Declared declared) {
    return declared.scopes() == null
        ? "Authorization: Bearer " + house.token()
        : Samples.AUTHORIZATION;
  }

  private static Reply ask(House at, Declared declared, String header) {
    String form = FORMS.get(declared.id());
    if (form != null) {
      return at.form(declared.target(), form, header, "Origin: " + House.API);
    }
    String body = BODIES.get(declared.id());
    if (body != null && declared.id().equals("receiveWebhook")) {
      return Hooks.post(at, Hooks.signed("ping", body));
    }
    return body == null
        ? House.call(at.port(), declared.method(), declared.target(), header)
        : House.send(at.port(), declared.method(), declared.target(), body, header);
  }

  private static void assertAsDeclared(Declared declared, Reply reply) {
    JsonObject response =
        declared.operation().getJsonObject("responses").getJsonObject("" + reply.status());
    assertThat(response).as("%s may answer %s", declared, reply.status()).isNotNull();
    JsonObject resolved = component("responses", response);
    if (!resolved.containsKey("content")) {
      assertThat(reply.body()).isEmpty();
      return;
    }
    if (resolved.getJsonObject("content").containsKey("text/html")) {
      assertThat(reply.header("content-type")).isEqualTo("text/html; charset=utf-8");
      return;
    }
    assertThat(reply.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(errors(schemaIn(resolved), reply.json())).as(reply.body()).isEmpty();
  }

  private static JsonObject component(String kind, JsonObject value) {
    String ref = value.getString("$ref");
    return ref == null
        ? value
        : document
            .getJsonObject("components")
            .getJsonObject(kind)
            .getJsonObject(ref.substring(ref.lastIndexOf('/') + 1));
  }

  private static JsonObject schemaIn(JsonObject holder) {
    return holder
        .getJsonObject("content")
        .getJsonObject("application/json")
        .getJsonObject("schema");
  }

  private static List<String> errors(JsonObject schema, JsonObject instance) {
    String ref = schema.getString("$ref");
    JsonObject wanted = ref == null ? schema : new JsonObject().put("$ref", BASE + ref);
    OutputUnit output = schemas.validator(JsonSchema.of(wanted)).validate(instance);
    List<OutputUnit> errors = output.getErrors();
    return Boolean.TRUE.equals(output.getValid())
        ? List.of()
        : errors == null
            ? List.of("invalid")
            : errors.stream().map(e -> e.getInstanceLocation() + " " + e.getError()).toList();
  }

  /** For the test only, a schema that lists members allows no others. */
  private static JsonObject closed(JsonObject node) {
    for (String name : new ArrayList<>(node.fieldNames())) {
      Object value = node.getValue(name);
      if (value instanceof JsonObject object) {
        closed(object);
      } else if (value instanceof JsonArray array) {
        array.stream().filter(JsonObject.class::isInstance).forEach(o -> closed((JsonObject) o));
      }
    }
    if ("object".equals(node.getValue("type")) && node.containsKey("properties")) {
      node.put("additionalProperties", false);
    }
    return node;
  }
}
