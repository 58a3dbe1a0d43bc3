package sh.keyway.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is sent back (http-auth §1.7).
 *
 * @param status the HTTP status
 * @param contentType null without a body
 * @param body null if there is none
 */
public record Answer(int status, @Nullable CharSequence contentType, @Nullable Buffer body) {
  private static final CharSequence JSON =
      HttpHeaders.createOptimized("application/json; charset=utf-8");
  private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
  private static final Answer NO_CONTENT = new Answer(204, null, null);

  /** 204. */
  public static Answer noContent() {
    return NO_CONTENT;
  }

  /**
   * 302.
   *
   * @param location absolute, for a browser to go to
   */
  public static Answer redirect(Exchange exchange, String location) {
    exchange.setHeader(HttpHeaders.LOCATION, location);
    return new Answer(302, null, null);
  }

  /** A page. */
  public static Answer html(int status, String page) {
    return new Answer(status, HTML, Buffer.buffer(page));
  }

  /** JSON without an envelope. */
  public static Answer bare(int status, JsonWriter writer) {
    return new Answer(status, JSON, Json.write(writer));
  }

  /** JSON that was written before. */
  public static Answer bare(int status, Buffer json) {
    return new Answer(status, JSON, json);
  }

  /** 200 with one thing in the envelope. */
  public static Answer ok(Exchange exchange, JsonWriter data) {
    return data(200, exchange, data);
  }

  /** 201 with one thing in the envelope. */
  public static Answer created(Exchange exchange, JsonWriter data) {
    return data(201, exchange, data);
  }

  private static Answer data(int status, Exchange exchange, JsonWriter data) {
    return bare(
        status,
        json -> {
          json.writeStartObject();
          json.writeFieldName("data");
          data.write(json);
          json.writeObjectFieldStart("meta");
          json.writeStringField("requestId", exchange.requestId());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  /** 200 with one page of a list in the envelope. */
  public static <T> Answer page(
      Exchange exchange, Paging paging, List<T> items, int total, ItemWriter<T> writer) {
    return bare(
        200,
        json -> {
          json.writeStartObject();
          json.writeFieldName("data");
          Json.list(json, items, writer);
          json.writeObjectFieldStart("meta");
          pagination(json, paging, items.size(), total);
          json.writeStringField("requestId", exchange.requestId());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void pagination(JsonGenerator json, Paging paging, int returned, int total)
      throws IOException {
    json.writeObjectFieldStart("pagination");
    json.writeNumberField("total", total);
    json.writeNumberField("limit", paging.limit());
    json.writeNumberField("offset", paging.offset());
    json.writeBooleanField("hasMore", (long) paging.offset() + returned < total);
    json.writeEndObject();
  }
}
