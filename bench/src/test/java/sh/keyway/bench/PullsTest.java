package sh.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{\"data\":7}",
        "{\"data\":{\"content\":\"A=b\\nnothing\"}}",
        "{\"data\":{\"content\":\"=b\"}}"
      })
  void anythingElseIsRefused(String body) {
    assertThatThrownBy(() -> Pulls.parse(body)).isInstanceOf(IOException.class);
  }

  @Test
  void readsSecrets() throws Exception {
    assertThat(Pulls.parse("{\"data\":{\"content\":\"A=b\\nC=d=\"}}"))
        .isEqualTo(Map.of("A", "b", "C", "d="));
  }

  @Test
  void theRawServersAnswerIsJsonWhateverTheValue() {
    RawAnswer answer = new RawAnswer();
    String value = "say \"é\"\\ \t\u0001" + "x".repeat(40_000);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    byte[] key = {'K'};

    answer.begin();
    answer.secret(key, 0, 1, bytes, 0, bytes.length);
    answer.secret(key, 0, 1, key, 0, 0);
    JsonObject body = new JsonObject(new String(answer.end(), StandardCharsets.UTF_8));

    assertThat(body.getJsonObject("data").getString("content")).isEqualTo("K=" + value + "\nK=");
  }
}
