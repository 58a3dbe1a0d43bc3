package sh.keyway.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.Purpose;
import sh.keyway.crypto.TestData.Case;

/**
 * What any release ever wrote opens for ever. The files were computed by a second implementation
 * from the documented layout, so they also hold the documentation to its word.
 */
class GoldenFilesTest {
  private static final String SCHEME_1 = "golden/scheme-1.json";

  @ParameterizedTest
  @MethodSource("schemeOne")
  void schemeOneOpens(Case golden) throws Exception {
    Envelope envelope =
        new Envelope(KeyRing.parse(TestData.file(SCHEME_1).required("keys").textValue()));
    byte[] message = golden.bytes("message");

    assertThat(Envelope.keyVersion(message))
        .isEqualTo(golden.json().required("keyVersion").intValue());
    assertThat(envelope.open(binding(golden), message)).isEqualTo(golden.bytes("plaintext"));
  }

  @ParameterizedTest
  @MethodSource("schemeZero")
  void schemeZeroOpensAndVersionZeroMeansOne(Case golden) throws Exception {
    Envelope envelope = new Envelope(KeyRing.single(golden.text("key")));

    for (int version : new int[] {0, 1}) {
      assertThat(
              envelope.openUpstream(
                  version, golden.bytes("nonce"), golden.bytes("ciphertext"), golden.bytes("tag")))
          .isEqualTo(golden.bytes("plaintext"));
    }
  }

  @Test
  void everyPurposeHasAGoldenFile() {
    Set<Purpose> held = schemeOne().map(GoldenFilesTest::purpose).collect(Collectors.toSet());

    assertThat(held).isEqualTo(EnumSet.allOf(Purpose.class));
  }

  static Stream<Case> schemeOne() {
    return TestData.cases(SCHEME_1);
  }

  static Stream<Case> schemeZero() {
    return TestData.cases("vectors/scheme-0.json");
  }

  private static Binding binding(Case golden) {
    UUID scope = UUID.fromString(golden.text("scopeId"));
    Purpose purpose = purpose(golden);
    return purpose == Purpose.REVISION
        ? Binding.revision(
            scope,
            UUID.fromString(golden.text("environmentId")),
            golden.json().required("revision").longValue())
        : Binding.of(purpose, scope);
  }

  private static Purpose purpose(Case golden) {
    return Arrays.stream(Purpose.values())
        .filter(p -> p.label().equals(golden.text("purpose")))
        .findFirst()
        .orElseThrow();
  }
}
