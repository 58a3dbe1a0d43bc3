package sh.keyway.gateway.http;

import java.util.ArrayList;
import java.util.List;
import sh.keyway.contracts.secrets.SecretLimits;

/**
 * What a route takes, how often, and how it speaks of errors.
 *
 * @param body what kind of body
 * @param bodyLimit most bytes of a body
 * @param limits how often it may be called, all of them counted before anything else
 * @param errors how its errors look
 */
public record RouteOptions(Body body, int bodyLimit, List<RateLimit> limits, ErrorStyle errors) {
  private static final int FORM_BYTES = 16 * 1024;
  private static final RouteOptions JSON =
      new RouteOptions(Body.JSON, SecretLimits.BODY_BYTES, List.of(), ErrorStyle.PROBLEM);

  /** What kind of body a route takes. */
  public enum Body {
    /** {@code application/json}, parsed: {@link Exchange#body}. */
    JSON,
    /** {@code application/x-www-form-urlencoded}, parsed: {@link Exchange#form}. */
    FORM,
    /** {@code application/json}, exactly as it came: {@link Exchange#rawBody}. */
    RAW,
    /** None; whatever comes is not read. */
    NONE
  }

  /** Copies the list in. */
  public RouteOptions {
    limits = List.copyOf(limits);
  }

  /** JSON, or no body at all; what a route takes that says nothing else. */
  public static RouteOptions json() {
    return JSON;
  }

  /** A form a page of ours posts. */
  public static RouteOptions form() {
    return new RouteOptions(Body.FORM, FORM_BYTES, List.of(), ErrorStyle.PROBLEM);
  }

  /**
   * JSON whose very bytes matter.
   *
   * @param most bytes
   */
  public static RouteOptions raw(int most) {
    return new RouteOptions(Body.RAW, most, List.of(), ErrorStyle.PROBLEM);
  }

  /** Nothing: the answer does not depend on a body, and none is read. */
  public static RouteOptions unread() {
    return new RouteOptions(Body.NONE, 0, List.of(), ErrorStyle.PROBLEM);
  }

  /** These, and this limit too. */
  public RouteOptions limitedTo(RateLimit limit) {
    List<RateLimit> more = new ArrayList<>(limits);
    more.add(limit);
    return new RouteOptions(body, bodyLimit, more, errors);
  }

  /** These, with errors that look so. */
  public RouteOptions withErrors(ErrorStyle style) {
    return new RouteOptions(body, bodyLimit, limits, style);
  }
}
