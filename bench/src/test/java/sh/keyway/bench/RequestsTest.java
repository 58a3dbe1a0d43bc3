package sh.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestsTest {
  @Test
  void aHoleThatIsMissingOrAmbiguousIsRefused() {
    assertThatThrownBy(() -> Requests.counting("abc", "@@@@@@@@@@", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Requests.counting("@@@@@@@@@@@", "@@@@@@@@@@", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Requests.counting("@@@", "@@@", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsInPlace() {
    Requests requests = Requests.counting("é=@@@@@@@@@@;", "@@@@@@@@@@", 99);

    assertThat(text(requests.next())).isEqualTo("é=0000000099;");
    assertThat(text(requests.next())).isEqualTo("é=0000000100;");
  }

  @Test
  void repeatsAfterAPartWasWritten() {
    Requests requests = Requests.always("GET");
    requests.next().get();

    assertThat(text(requests.next())).isEqualTo("GET");
  }

  @Test
  void lengthOfABodyIsInBytes() {
    assertThat(Requests.post("/p", "t", "\"é\""))
        .contains("POST /p HTTP/1.1\r\n", "Authorization: Bearer t\r\n", "Content-Length: 4\r\n")
        .endsWith("\r\n\r\n\"é\"");
  }

  @Test
  void withoutATokenThereIsNoHeader() {
    assertThat(Requests.get("/", "")).doesNotContain("Authorization").endsWith("\r\n\r\n");
  }

  private static String text(ByteBuffer buffer) {
    return StandardCharsets.UTF_8.decode(buffer).toString();
  }
}
