package sh.keyway.contracts;

import java.util.List;

/**
 * The one failure type of the house: what went wrong, as a value that can cross the event bus and
 * that the gateway renders as an RFC 7807 body (http-auth §1.9).
 *
 * @param kind decides slug, title and status
 * @param detail text for a person; never contains a secret, a token or an exception's text
 * @param errors the refused members, empty unless {@link Kind#VALIDATION_ERROR} or {@link
 *     Kind#BAD_REQUEST}
 */
public record Problem(Kind kind, String detail, List<FieldError> errors) {

  /** What class of failure it is; the names are the slugs of the wire contract. */
  public enum Kind {
    /** The request makes no sense. */
    BAD_REQUEST(400, "bad-request", "Bad Request"),
    /** The request does not fit the schema; {@link Problem#errors} names the members. */
    VALIDATION_ERROR(400, "validation-error", "Validation Error"),
    /** The credential is bad, and nothing else (architecture rule 9). */
    UNAUTHORIZED(401, "unauthorized", "Unauthorized"),
    /** The credential is good but does not allow this. */
    FORBIDDEN(403, "forbidden", "Forbidden"),
    /** No such thing, or not visible to the caller. */
    NOT_FOUND(404, "not-found", "Not Found"),
    /** It exists already, or someone else was faster. */
    CONFLICT(409, "conflict", "Conflict"),
    /** The body is over the limit; slug and title are the contract's (http-auth §1.2). */
    PAYLOAD_TOO_LARGE(413, "internal-error", "Internal Server Error"),
    /** The body's media type is not accepted; slug and title are the contract's. */
    UNSUPPORTED_MEDIA_TYPE(415, "internal-error", "Internal Server Error"),
    /** Too many requests. */
    RATE_LIMITED(429, "rate-limited", "Too Many Requests"),
    /** A bug of ours. */
    INTERNAL_ERROR(500, "internal-error", "Internal Server Error"),
    /** A part we need does not answer; trying again later is right. */
    SERVICE_UNAVAILABLE(503, "service-unavailable", "Service Unavailable");

    private final int status;
    private final String slug;
    private final String title;

    Kind(int status, String slug, String title) {
      this.status = status;
      this.slug = slug;
      this.title = title;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }

    /** Last part of the problem's {@code type} URI. */
    public String slug() {
      return slug;
    }

    /** The problem's {@code title}. */
    public String title() {
      return title;
    }
  }

  /** Copies the list in. */
  public Problem {
    errors = List.copyOf(errors);
  }

  /** A problem without field errors. */
  public static Problem of(Kind kind, String detail) {
    return new Problem(kind, detail, List.of());
  }

  /** 400 for a body or query that does not fit its schema. */
  public static Problem validation(List<FieldError> errors) {
    return new Problem(Kind.VALIDATION_ERROR, "Invalid request data", errors);
  }

  /** 400 for one member that does not fit its schema. */
  public static Problem validation(String field, String message) {
    return validation(List.of(new FieldError(field, message)));
  }

  /** 503; the caller may try again. */
  public static Problem unavailable(String detail) {
    return of(Kind.SERVICE_UNAVAILABLE, detail);
  }

  /** 500 with the fixed text that gives nothing away. */
  public static Problem internal() {
    return of(Kind.INTERNAL_ERROR, "An unexpected error occurred");
  }

  /** This problem as something a future can fail with. */
  public ProblemException exception() {
    return new ProblemException(this);
  }
}
