package sh.keyway.secrets.identity;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.ApiKeyIdentity;
import sh.keyway.contracts.secrets.ApiKeyList;
import sh.keyway.contracts.secrets.ApiKeyView;
import sh.keyway.contracts.secrets.CreateApiKey;
import sh.keyway.contracts.secrets.CreatedApiKey;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.GetApiKey;
import sh.keyway.contracts.secrets.IdentifyApiKey;
import sh.keyway.contracts.secrets.ListApiKeys;
import sh.keyway.contracts.secrets.RevokeApiKey;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.audit.Action;
import sh.keyway.secrets.audit.Activity;
import sh.keyway.secrets.audit.AuditSql;
import sh.keyway.secrets.audit.Metadata;
import sh.keyway.secrets.audit.Refusals;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/** API keys (http-auth §2.5, §3.13). */
public final class ApiKeys implements Service {
  private static final int MOST_PER_USER = 1_000;

  private final Database database;
  private final Refusals refusals;

  /** Works on this database. */
  public ApiKeys(Database database, Refusals refusals) {
    this.database = database;
    this.refusals = refusals;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.IDENTIFY_API_KEY, this::identify)
        .on(SecretsRoom.CREATE_API_KEY, CreateApiKey::caller, this::create)
        .on(SecretsRoom.LIST_API_KEYS, ListApiKeys::caller, this::list)
        .on(SecretsRoom.GET_API_KEY, GetApiKey::caller, this::get)
        .on(SecretsRoom.REVOKE_API_KEY, RevokeApiKey::caller, this::revoke);
  }

  /** Whose key it is. */
  public Future<ApiKeyIdentity> identify(IdentifyApiKey request) {
    return ApiKeySql.identify(database.reads(), request.keyHash())
        .compose(found ->
            found.isPresent()
                ? Future.succeededFuture(found.get())
                : fail(Kind.UNAUTHORIZED, "Invalid or revoked API key"));
  }

  /** Mints a key for the caller, or for someone else if an administrator asks. */
  public Future<CreatedApiKey> create(CreateApiKey request) {
    Metadata tried =
        Metadata.empty()
            .with("apiKeyName", request.name())
            .with("environment", request.environment())
            .with("scopes", wire(request.scopes()));
    if (request.username() != null) {
      tried.with("username", request.username());
    }
    return refusals.recorded(
        subject(request.caller(), request.username())
            .compose(user -> mayMint(request, user).compose(allowed -> mint(request, user))),
        Kind.FORBIDDEN,
        Action.API_KEY_CREATED,
        request.caller(),
        tried);
  }

  private static Future<Void> mayMint(CreateApiKey request, User user) {
    Principal principal = request.caller().principal();
    boolean within =
        principal instanceof Principal.Operator
            || request.scopes().stream().allMatch(principal::has);
    if (!within) {
      return fail(Kind.FORBIDDEN, "An API key can only be minted with scopes you have yourself");
    }
    if (request.scopes().contains(Scope.ADMIN_SERVER) && !user.owner()) {
      return fail(Kind.FORBIDDEN, "Only the installation's owner may hold admin:server keys");
    }
    return Future.succeededFuture();
  }

  private Future<CreatedApiKey> mint(CreateApiKey request, User user) {
    Caller caller = request.caller();
    ApiKeyToken token = ApiKeyToken.draw(request.environment());
    return database
        .transaction(tx ->
            ApiKeySql.countLocked(tx, user.id())
                .compose(count ->
                    count >= MOST_PER_USER
                        ? fail(Kind.CONFLICT, "This user has too many API keys")
                        : ApiKeySql.insert(
                            tx,
                            user.id(),
                            request.name(),
                            request.environment(),
                            request.scopes(),
                            request.expiresInDays(),
                            request.allowedIps(),
                            token,
                            caller.client()))
                .compose(view -> AuditSql.insert(tx, created(caller, user, view)).map(view)))
        .map(view -> new CreatedApiKey(token.text(), view));
  }

  /** A user's keys. */
  public Future<ApiKeyList> list(ListApiKeys request) {
    String username = request.username();
    Metadata tried = Metadata.empty().with("what", "api keys");
    if (username != null) {
      tried.with("username", username);
    }
    return refusals
        .recorded(
            subject(request.caller(), username),
            Kind.FORBIDDEN,
            Action.USERS_VIEWED,
            request.caller(),
            tried)
        .compose(user -> ApiKeySql.list(database.reads(), user.id()))
        .map(ApiKeyList::new);
  }

  /** One of the caller's own keys. */
  public Future<ApiKeyView> get(GetApiKey request) {
    return Credentials.require(database.reads(), request.caller().principal())
        .compose(user -> ApiKeySql.get(database.reads(), request.id(), user.id()))
        .compose(key -> key.isPresent() ? Future.succeededFuture(key.get()) : notFound());
  }

  /** Revokes a key of the caller, or of anyone if an administrator asks. */
  public Future<Done> revoke(RevokeApiKey request) {
    Principal principal = request.caller().principal();
    Future<Optional<UUID>> mayRevokeOf =
        principal.has(Scope.ADMIN_SERVER)
            ? Credentials.requireAdministrator(database.reads(), principal).map(Optional.empty())
            : Credentials.require(database.reads(), principal).map(user -> Optional.of(user.id()));
    Future<Done> revoked =
        mayRevokeOf
            .compose(owner ->
                database.transaction(tx ->
                    ApiKeySql.lock(tx, request.id())
                        .compose(row -> {
                          if (row.isEmpty()
                              || !owner.map(row.get().getUUID("user_id")::equals).orElse(true)) {
                            return notFound();
                          }
                          if (row.get().getOffsetDateTime("revoked_at") != null) {
                            return fail(Kind.BAD_REQUEST, "API key is already revoked");
                          }
                          Metadata metadata =
                              Metadata.empty()
                                  .with("apiKeyId", request.id().toString())
                                  .with("apiKeyName", row.get().getString("name"))
                                  .with("reason", "manual");
                          return ApiKeySql.revoke(tx, request.id())
                              .compose(done ->
                                  AuditSql.insert(
                                      tx,
                                      Activity.done(
                                          Action.API_KEY_REVOKED, request.caller(), metadata)));
                        })))
            .map(done -> new Done());
    return refusals.recorded(
        revoked,
        Kind.NOT_FOUND,
        Action.API_KEY_REVOKED,
        request.caller(),
        Metadata.empty().with("apiKeyId", request.id().toString()));
  }

  private Future<User> subject(Caller caller, @Nullable String username) {
    return username == null
        ? Credentials.require(database.reads(), caller.principal())
        : Credentials.requireAdministrator(database.reads(), caller.principal())
            .compose(allowed -> UserSql.findLocal(database.reads(), username));
  }

  private static Activity created(Caller caller, User user, ApiKeyView view) {
    return Activity.done(
        Action.API_KEY_CREATED,
        caller,
        Metadata.empty()
            .with("apiKeyId", view.id().toString())
            .with("apiKeyName", view.name())
            .with("environment", view.environment())
            .with("scopes", String.join(" ", view.scopes()))
            .with("username", user.username()));
  }

  private static String wire(Set<Scope> scopes) {
    return scopes.stream().map(Scope::wire).sorted().collect(Collectors.joining(" "));
  }

  private static <T> Future<T> notFound() {
    return fail(Kind.NOT_FOUND, "API key not found");
  }

  private static <T> Future<T> fail(Kind kind, String detail) {
    return Future.failedFuture(Problem.of(kind, detail).exception());
  }
}
