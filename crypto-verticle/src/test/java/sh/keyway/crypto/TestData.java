package sh.keyway.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the data files beside the tests. */
final class TestData {
  private TestData() {}

  static JsonNode file(String path) {
    try (InputStream in = TestData.class.getResourceAsStream("/" + path)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, path));
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    }
  }

  /** The file's cases; never none. */
  static Stream<Case> cases(String path) {
    JsonNode cases = file(path).required("cases");
    if (cases.isEmpty()) {
      throw new IllegalStateException(path + " has no cases");
    }
    return StreamSupport.stream(cases.spliterator(), false).map(Case::new);
  }

  /** One case; prints as its id. */
  record Case(JsonNode json) {
    byte[] bytes(String member) {
      return HexFormat.of().parseHex(text(member));
    }

    String text(String member) {
      return json.required(member).textValue();
    }

    boolean opens() {
      return json.required("opens").booleanValue();
    }

    @Override
    public String toString() {
      return text("id");
    }
  }
}
