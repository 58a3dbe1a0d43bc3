package sh.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nX-Content-Length: 9\r\nCONTENT-length:  5\r\nA: b\r\n\r\nhello";

  private final ResponseReader reader = new ResponseReader();

  @BeforeEach
  void keep() {
    reader.keepBodies();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\nContent-Length: 5\r\n\r\n",
        "SSH-2.0-server\r\n\r\n",
        "\r\n\r\n"
      })
  void whatItDoesNotUnderstandIsRefused(String response) {
    assertThatThrownBy(() -> reader.read(bytes(response)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aHeadWithoutEndIsRefused() {
    ByteBuffer endless = bytes("HTTP/1.1 200 OK\r\nA: " + "a".repeat(20_000));

    assertThatThrownBy(() -> reader.read(endless)).hasMessageContaining("longer than");
  }

  @Test
  void oneResponseInOnePiece() {
    assertThat(reader.read(bytes(OK))).isTrue();
    assertThat(reader.status()).isEqualTo(200);
    assertThat(reader.body()).asString().isEqualTo("hello");
  }

  @Test
  void oneResponseByteByByte() {
    for (int i = 0; i < OK.length() - 1; i++) {
      assertThat(reader.read(bytes(OK.substring(i, i + 1)))).isFalse();
    }

    assertThat(reader.read(bytes("o"))).isTrue();
    assertThat(reader.body()).asString().isEqualTo("hello");
  }

  @Test
  void responsesOneAfterTheOther() {
    ByteBuffer three =
        bytes(OK + "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n" + OK);

    assertThat(reader.read(three)).isTrue();
    assertThat(reader.read(three)).isTrue();
    assertThat(reader.status()).isEqualTo(503);
    assertThat(reader.bodyLength()).isZero();
    assertThat(reader.read(three)).isTrue();
    assertThat(reader.status()).isEqualTo(200);
    assertThat(three.hasRemaining()).isFalse();
  }

  @Test
  void countsABodyItDoesNotKeep() {
    ResponseReader counting = new ResponseReader();

    assertThat(counting.read(bytes(OK))).isTrue();
    assertThat(counting.bodyLength()).isEqualTo(5);
    assertThat(counting.body()).isEmpty();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
