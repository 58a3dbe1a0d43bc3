package sh.keyway.launcher.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScreenTest {

  @Test
  void fitsOneScreenAndSaysWhatToPaste() {
    String text =
        Screen.text(
            "http://127.0.0.1:8080",
            "GitHub, https://github.com",
            Path.of("/d"),
            Path.of("/d/it's"),
            true,
            "./keyway-server");

    assertThat(text.lines().count()).isLessThan(24);
    assertThat(text)
        .contains("address      http://127.0.0.1:8080\n")
        .contains("roles from   GitHub, https://github.com\n")
        .contains("  ./keyway-server push acme/api development demo.env\n")
        .contains("  ./keyway-server pull acme/api development -\n")
        .contains("KEYWAY_API_URL=http://127.0.0.1:8080 KEYWAY_TOKEN=\"$(cat '/d/it'\\''s')\"");
  }

  @Test
  void withoutTheKeyThereIsNothingToPaste() {
    assertThat(Screen.text("http://h:1", "this server", Path.of("/d"), Path.of("/d/t"), false, "k"))
        .contains("no longer kept here")
        .doesNotContain("push", "/d/t");
  }
}
