package sh.keyway.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  @TempDir private Path folder;

  @Test
  void withoutAFileThereIsTheProcessEnvironment() throws Exception {
    assertThat(Environment.read(folder, Map.of("PORT", "1"))).isEqualTo(Map.of("PORT", "1"));
  }

  @Test
  void theProcessWinsUnlessItIsEmpty() throws Exception {
    Files.writeString(folder.resolve(".env"), "# comment\nPORT=1\nHOST=h\nDOMAIN=\"d\"\n");

    assertThat(Environment.read(folder, Map.of("PORT", "2", "HOST", "")))
        .isEqualTo(Map.of("PORT", "2", "HOST", "h", "DOMAIN", "d"));
  }

  @Test
  void aBrokenFileIsRefusedWithoutQuotingIt() throws Exception {
    Files.writeString(folder.resolve(".env"), "PORT=1\nthis is canary\n");

    assertThatThrownBy(() -> Environment.read(folder, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .message()
        .contains(".env")
        .doesNotContain("canary");
  }
}
