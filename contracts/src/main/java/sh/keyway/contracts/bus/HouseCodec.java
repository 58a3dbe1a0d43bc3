package sh.keyway.contracts.bus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sh.keyway.contracts.Problem;

/**
 * The one codec of the house. A local delivery hands the immutable record over as it is. A remote
 * one writes a format byte, a byte that says request, answer or problem, the type's name from an
 * allow-list, and a JSON body in which unknown members are ignored, so that nodes of neighbouring
 * releases understand each other.
 */
public final class HouseCodec implements MessageCodec<Object, Object> {
  /** Name under which the codec is registered. */
  public static final String NAME = "keyway/1";

  private static final byte FORMAT = 1;
  private static final byte REQUEST = 0;
  private static final byte OK = 1;
  private static final byte FAILED = 2;

  private final ObjectMapper json =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
  private final Map<String, Class<?>> allowed;

  /** A codec for the requests and answers of these operations, and nothing else. */
  public HouseCodec(Collection<? extends Operation<?, ?>> operations) {
    allowed =
        operations.stream()
            .flatMap(o -> Stream.<Class<?>>of(o.request(), o.answer()))
            .distinct()
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, c -> c));
  }

  @Override
  public void encodeToWire(Buffer buffer, Object message) {
    byte kind =
        switch (message) {
          case Reply.Ok ok -> OK;
          case Reply.Failed failed -> FAILED;
          default -> REQUEST;
        };
    Object body =
        switch (message) {
          case Reply.Ok ok -> ok.value();
          case Reply.Failed failed -> failed.problem();
          default -> message;
        };
    byte[] name = body.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] text = json.writeValueAsBytes(body);
      buffer
          .appendByte(FORMAT)
          .appendByte(kind)
          .appendUnsignedByte((short) name.length)
          .appendBytes(name)
          .appendInt(text.length)
          .appendBytes(text);
    } catch (IOException e) {
      throw unfit("written", body.getClass(), e);
    }
  }

  @Override
  public Object decodeFromWire(int pos, Buffer buffer) {
    if (buffer.getByte(pos) != FORMAT) {
      throw new IllegalArgumentException("unknown message format");
    }
    byte kind = buffer.getByte(pos + 1);
    int nameLength = buffer.getUnsignedByte(pos + 2);
    int body = pos + 3 + nameLength;
    String name = new String(buffer.getBytes(pos + 3, body), StandardCharsets.UTF_8);
    byte[] text = buffer.getBytes(body + 4, body + 4 + buffer.getInt(body));
    Class<?> type = kind == FAILED ? Problem.class : allowed.get(name);
    if (type == null) {
      throw new IllegalArgumentException("message type not allowed");
    }
    Object value;
    try {
      value = json.readValue(text, type);
    } catch (IOException e) {
      throw unfit("read", type, e);
    }
    return switch (kind) {
      case REQUEST -> value;
      case OK -> new Reply.Ok((Record) value);
      case FAILED -> new Reply.Failed((Problem) value);
      default -> throw new IllegalArgumentException("unknown kind of message");
    };
  }

  /** Without the cause: a parser's messages quote what they stumble over, which may be a secret. */
  private static IllegalArgumentException unfit(String verb, Class<?> type, IOException cause) {
    return new IllegalArgumentException(
        "%s cannot be %s: %s"
            .formatted(type.getSimpleName(), verb, cause.getClass().getSimpleName()));
  }

  @Override
  public Object transform(Object message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
