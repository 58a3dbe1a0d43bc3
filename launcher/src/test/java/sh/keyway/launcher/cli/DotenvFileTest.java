package sh.keyway.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotenvFileTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      textBlock =
          """
          K=v,                       v
          K=a#b,                     a#b
          K=a=b,                     a=b
          K=,                        ~~
          K="",                      ~~
          K="a b",                   a b
          K='a b',                   a b
          K=" a ",                   ~ a ~
          K=",                       "
          K="a',                     "a'
          K=""a"",                   "a"
          K=C:\\new,                 C:\\new
          K="C:\\dir \\t",           C:\\dir \\t
          K="a\\"b",                 a\\"b
          K="a\\\\b",                a\\\\b
          """)
  void readsWhatThePublishedClientsRead(String line, String value) {
    String expected = value.replace("\\\\", "\\");

    assertThat(DotenvFile.parse(line.replace("\\\\", "\\")).values()).containsEntry("K", expected);
  }

  @Test
  void decodesQuotedTextWithEscapedLineBreaks() {
    DotenvFile file = DotenvFile.parse("K=\"a\\nb\\r\\\"c\\\"\\\\n\"\nL=a\\nb\nM='a\\nb'");

    assertThat(file.values())
        .containsEntry("K", "a\nb\r\"c\"\\n")
        .containsEntry("L", "a\\nb")
        .containsEntry("M", "a\\nb");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {"a\\nb\\t", "a\\nb\"c", "a\\nb\\", "a\\n\\x"})
  void textThatIsNotAllOurEscapesIsLeftAlone(String inner) {
    assertThat(DotenvFile.parse("K=\"" + inner + "\"").values()).containsEntry("K", inner);
  }

  @Test
  void trimsKeysAndLinesAndSkipsCommentsOfAnySort() {
    DotenvFile file =
        DotenvFile.parse("\uFEFFA=1\r\n\n  # x=y\n\t B =2\u00a0\nno assignment\nA=3\nexport C=4");

    assertThat(file.values())
        .containsEntry("A", "3")
        .containsEntry("B", "2")
        .containsEntry("export C", "4")
        .hasSize(3);
    assertThat(file.ignoredLines()).containsExactly(5);
  }

  @Test
  void givesNothingAway() {
    assertThat(DotenvFile.parse("K=canary").toString()).doesNotContain("canary");
  }
}
