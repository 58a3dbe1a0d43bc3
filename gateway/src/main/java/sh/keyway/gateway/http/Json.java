package sh.keyway.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writing JSON straight into buffers. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Json() {}

  /** Jackson flushes blocks of some thousand bytes; they are copied once, into the buffer. */
  private static final class BufferStream extends OutputStream {
    private final Buffer buffer = Buffer.buffer(512);

    @Override
    public void write(int b) {
      buffer.appendByte((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      buffer.appendBytes(bytes, offset, length);
    }
  }

  /** The value as UTF-8. */
  public static Buffer write(JsonWriter writer) {
    BufferStream out = new BufferStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.buffer;
  }

  /** The moment as the contract spells it: UTC, exactly three fraction digits, {@code Z}. */
  public static String timestamp(Instant moment) {
    return TIMESTAMP.format(moment);
  }

  /** Writes a member that holds a moment, or null. */
  public static void timestamp(JsonGenerator json, String name, @Nullable Instant moment)
      throws IOException {
    json.writeFieldName(name);
    if (moment == null) {
      json.writeNull();
    } else {
      json.writeString(timestamp(moment));
    }
  }

  /** Writes a member that holds a text, or null. */
  public static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    json.writeFieldName(name);
    json.writeString(value);
  }

  /** Writes a member that holds a list of texts. */
  public static void texts(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /** Writes a list. */
  public static <T> void list(JsonGenerator json, List<T> items, ItemWriter<T> writer)
      throws IOException {
    json.writeStartArray();
    for (T item : items) {
      writer.write(json, item);
    }
    json.writeEndArray();
  }
}
