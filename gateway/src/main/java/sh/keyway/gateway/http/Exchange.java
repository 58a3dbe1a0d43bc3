package sh.keyway.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Client;
import sh.keyway.contracts.Platform;
import sh.keyway.contracts.Principal;

/** One request on its way through the gateway. Used on its event loop only. */
public final class Exchange {
  private static final int LONGEST_USER_AGENT = 512;

  private final HttpServerRequest request;
  private final String requestId;
  private Map<String, String> parameters = Map.of();
  private @Nullable Query query;
  private @Nullable Principal principal;
  private JsonNode body = MissingNode.getInstance();
  private Query form = Query.EMPTY;
  private Buffer rawBody = Buffer.buffer();
  private ErrorStyle errors = ErrorStyle.PROBLEM;
  private final List<Runnable> charges = new ArrayList<>(0);

  Exchange(HttpServerRequest request, String requestId) {
    this.request = request;
    this.requestId = requestId;
  }

  HttpServerRequest request() {
    return request;
  }

  /** The id the answer carries. */
  public String requestId() {
    return requestId;
  }

  /** The first header of that name, null if there is none. */
  public @Nullable String header(CharSequence name) {
    return request.getHeader(name);
  }

  /** Method and path, without the query. */
  public String line() {
    return request.method() + " " + request.path();
  }

  /** Adds a header to the answer. */
  public void addHeader(CharSequence name, String value) {
    request.response().headers().add(name, value);
  }

  /** Sets a header of the answer, in place of what it was. */
  public void setHeader(CharSequence name, String value) {
    request.response().headers().set(name, value);
  }

  /** Whether the method promises to change nothing. */
  public boolean isSafe() {
    HttpMethod method = request.method();
    return method.equals(HttpMethod.GET)
        || method.equals(HttpMethod.HEAD)
        || method.equals(HttpMethod.OPTIONS);
  }

  /** Literal address of the socket's peer, without a zone. */
  public String peer() {
    String address = request.remoteAddress().hostAddress();
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  /** The path parameter the route declares under this name, decoded; never empty. */
  public String path(String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }

  /** The query, every parameter at most once. */
  public Query query() {
    Query known = query;
    if (known == null) {
      known = Query.parse(request.query());
      query = known;
    }
    return known;
  }

  /** The body, a missing node if there is none. */
  public JsonNode body() {
    return body;
  }

  /** The fields of the form that was posted, each at most once. */
  public Query form() {
    return form;
  }

  /** The bytes of the body, on routes that asked for them as they came. */
  public Buffer rawBody() {
    return rawBody;
  }

  /**
   * The raw body read as JSON.
   *
   * @return a missing node if there was none
   * @throws sh.keyway.contracts.ProblemException BAD_REQUEST or VALIDATION_ERROR
   */
  public JsonNode parseRawBody() {
    return JsonBody.read(rawBody);
  }

  /** Who asks and from where; only on routes that are not open to everybody. */
  public Caller caller() {
    return new Caller(Objects.requireNonNull(principal), client());
  }

  /** Where the request came from. */
  public Client client() {
    String userAgent = header(HttpHeaders.USER_AGENT);
    if (userAgent != null && userAgent.length() > LONGEST_USER_AGENT) {
      userAgent = userAgent.substring(0, LONGEST_USER_AGENT);
    }
    return new Client(peer(), userAgent, Platform.ofUserAgent(userAgent), requestId);
  }

  @Nullable Principal principal() {
    return principal;
  }

  void matched(Route route, Map<String, String> values) {
    errors = route.options().errors();
    parameters = values;
  }

  ErrorStyle errors() {
    return errors;
  }

  void authenticated(Principal who) {
    principal = who;
  }

  /**
   * The body is here.
   *
   * @throws sh.keyway.contracts.ProblemException BAD_REQUEST or VALIDATION_ERROR if it is not what
   *     the route takes
   */
  void received(RouteOptions.Body kind, Buffer bytes) {
    switch (kind) {
      case JSON -> body = JsonBody.read(bytes);
      case FORM -> form = Query.parse(bytes.toString(StandardCharsets.UTF_8));
      case RAW -> rawBody = bytes;
      case NONE -> {
        // There is none.
      }
    }
  }

  /** Charges the budget until the answer is sent; false if there is not so much left in it. */
  boolean charge(Budget budget, long bytes) {
    if (bytes <= Budget.SMALL) {
      return true;
    }
    if (!budget.take(bytes)) {
      return false;
    }
    charges.add(() -> budget.give(bytes));
    return true;
  }

  /** The answer is sent, or its client gone. */
  void finished() {
    charges.forEach(Runnable::run);
    charges.clear();
  }

  /** Whether the head announced a body. */
  boolean announcesBody() {
    return announcedLength() != 0;
  }

  /** Bytes the head announced, -1 if it said only that there will be some. */
  long announcedLength() {
    if (header(HttpHeaders.TRANSFER_ENCODING) != null) {
      return -1;
    }
    String length = header(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
