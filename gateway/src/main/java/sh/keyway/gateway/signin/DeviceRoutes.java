package sh.keyway.gateway.signin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.secrets.DevicePolled;
import sh.keyway.contracts.secrets.DeviceStarted;
import sh.keyway.contracts.secrets.PollDevice;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SessionFacts;
import sh.keyway.contracts.secrets.StartDevice;
import sh.keyway.gateway.auth.Sha256;
import sh.keyway.gateway.http.Access;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;
import sh.keyway.gateway.http.Json;
import sh.keyway.gateway.http.RateLimit;
import sh.keyway.gateway.http.RouteOptions;
import sh.keyway.gateway.http.Routes;

/** The program's side of a device sign-in (http-auth §3.2, §3.3); answers have no envelope. */
final class DeviceRoutes {
  private static final int LONGEST_REPOSITORY = 256;
  private static final int LONGEST_CODE = 256;
  private static final RateLimit STARTS = new RateLimit("device-start", 20);
  private static final RateLimit POLLS = new RateLimit("device-poll", 1_200);
  private static final RateLimit POLLS_OF_A_CODE = new RateLimit("device-poll-code", 40);

  private final SignIn signIn;

  DeviceRoutes(SignIn signIn) {
    this.signIn = signIn;
  }

  void mount(Routes routes) {
    routes
        .post(
            "/v1/auth/device/start",
            Access.everybody(),
            RouteOptions.json().limitedTo(STARTS).limitedTo(STARTS.ofNetwork()),
            this::start)
        .post(
            "/v1/auth/device/poll",
            Access.everybody(),
            RouteOptions.json().limitedTo(POLLS),
            this::poll);
  }

  private Future<Answer> start(Exchange exchange) {
    Fields fields = Fields.of(exchange.body());
    String repository =
        fields.has("repository") ? fields.text("repository", 0, LONGEST_REPOSITORY) : "";
    Long owner = fields.optionalId("ownerId");
    Long id = fields.optionalId("repoId");
    fields.check();
    StartDevice wanted =
        new StartDevice(repository.isEmpty() ? null : repository, owner, id, exchange.client());
    return signIn
        .rooms
        .call(SecretsRoom.START_DEVICE, wanted)
        .map(started -> Answer.bare(200, json -> write(json, started, installUrl(owner, id))));
  }

  private void write(JsonGenerator json, DeviceStarted started, @Nullable String installUrl)
      throws IOException {
    String page = signIn.address.base() + SignInPaths.VERIFY;
    json.writeStartObject();
    json.writeStringField("deviceCode", started.deviceCode());
    json.writeStringField("userCode", started.userCode());
    json.writeStringField("verificationUri", page);
    json.writeStringField("verificationUriComplete", page + "?user_code=" + started.userCode());
    json.writeNumberField("expiresIn", started.expiresIn());
    json.writeNumberField("interval", started.interval());
    Json.text(json, "githubAppInstallUrl", installUrl);
    json.writeEndObject();
  }

  /** Without a state: whoever comes back from there is signed in by nothing they carry. */
  private @Nullable String installUrl(@Nullable Long owner, @Nullable Long repository) {
    Site.App app = signIn.site.app();
    if (app == null || owner == null || repository == null) {
      return app == null ? null : app.installUrl();
    }
    return app.installUrl()
        + "/permissions?suggested_target_id="
        + owner
        + "&repository_ids[]="
        + repository;
  }

  private Future<Answer> poll(Exchange exchange) {
    Fields fields = Fields.of(exchange.body());
    String code = fields.text("deviceCode", 1, LONGEST_CODE);
    fields.check();
    signIn.limiter.count(POLLS_OF_A_CODE, Sha256.hex(code), exchange);
    return signIn
        .rooms
        .call(SecretsRoom.POLL_DEVICE, new PollDevice(code, exchange.client()))
        .map(this::polled);
  }

  private Answer polled(DevicePolled polled) {
    return switch (polled.status()) {
      case PENDING -> status(200, "pending");
      case APPROVED -> approved(polled.session());
      case DENIED ->
          refusal(403, "denied", "authorization_denied", "The sign-in was denied in the browser");
      case EXPIRED ->
          refusal(400, "expired", "device_code_expired", "The code is over, please start again");
    };
  }

  private Answer approved(@Nullable SessionFacts session) {
    if (session == null) {
      throw new IllegalStateException("approved without a session");
    }
    String token = signIn.browser.token(session);
    return Answer.bare(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("status", "approved");
          json.writeStringField("keywayToken", token);
          json.writeStringField("githubLogin", session.username());
          Json.timestamp(json, "expiresAt", session.expiresAt());
          json.writeEndObject();
        });
  }

  private static Answer status(int status, String word) {
    return Answer.bare(
        status,
        json -> {
          json.writeStartObject();
          json.writeStringField("status", word);
          json.writeEndObject();
        });
  }

  private static Answer refusal(int status, String word, String error, String message) {
    return Answer.bare(
        status,
        json -> {
          json.writeStartObject();
          json.writeStringField("status", word);
          json.writeStringField("error", error);
          json.writeStringField("message", message);
          json.writeEndObject();
        });
  }
}
