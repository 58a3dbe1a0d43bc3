package sh.keyway.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.FieldError;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.ProblemException;

/**
 * The one renderer of errors: RFC 7807 members under {@code application/json}, which is all that
 * two published clients read (http-auth §1.9).
 */
final class ProblemRenderer {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemRenderer.class);

  private final String baseUrl;

  ProblemRenderer(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  /** The problem a failure stands for; anything unexpected is logged and becomes a 500. */
  static Problem problemOf(Throwable failure, String requestId) {
    if (!(failure instanceof ProblemException known)) {
      LOG.error("request {} failed", requestId, failure);
      return Problem.internal();
    }
    Problem problem = known.problem();
    if (problem.kind() == Kind.INTERNAL_ERROR) {
      LOG.error("request {} failed in a room", requestId);
      return Problem.internal();
    }
    return problem;
  }

  /** The answer that tells it, with its own headers set on the exchange. */
  Answer render(Problem problem, Exchange exchange) {
    if (problem.kind() == Kind.SERVICE_UNAVAILABLE) {
      exchange.addHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    return Answer.bare(problem.kind().status(), json -> write(json, problem, exchange.requestId()));
  }

  private void write(JsonGenerator json, Problem problem, String requestId) throws IOException {
    Kind kind = problem.kind();
    json.writeStartObject();
    json.writeStringField("type", baseUrl + "/" + kind.slug());
    json.writeStringField("title", kind.title());
    json.writeNumberField("status", kind.status());
    if (!problem.detail().isEmpty()) {
      json.writeStringField("detail", problem.detail());
    }
    json.writeStringField("traceId", requestId);
    if (!problem.errors().isEmpty()) {
      json.writeFieldName("errors");
      Json.list(json, problem.errors(), ProblemRenderer::write);
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, FieldError error) throws IOException {
    json.writeStartObject();
    json.writeStringField("field", error.field());
    json.writeStringField("code", "invalid");
    json.writeStringField("message", error.message());
    json.writeEndObject();
  }
}
