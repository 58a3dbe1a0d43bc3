package sh.keyway.secrets.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values that have hurt somebody, and generated ones that might. */
final class NastyValues {
  static final String PEM =
      """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAhRANCAAT=
      -----END PRIVATE KEY-----
      """;

  /** On one line each. */
  static final List<String> SINGLE_LINE =
      List.of(
          "",
          " ",
          "\t",
          "plain",
          "a b",
          " leading",
          "trailing ",
          "\u00a0no-break\u00a0",
          "\ufeffbyte order mark",
          "ends with a byte order mark\ufeff",
          "\u0085next line",
          "\u2028line separator\u2028",
          "inner\u2028separator",
          "\u001cfile separator\u001f",
          "\u000bvertical\u000c",
          "a#b",
          "#comment?",
          "a=b=c==",
          "=",
          "\"",
          "'",
          "\"\"",
          "''",
          "\"quoted\"",
          "'quoted'",
          "\"half",
          "half\"",
          "'mixed\"",
          "\"mixed'",
          "say \"hi\"",
          "it's",
          "back\\slash",
          "C:\\new\\dir",
          " C:\\new",
          "\"C:\\new\"",
          "ends with \\",
          "\\",
          "\\n",
          "\"\\n\"",
          "$HOME ${HOME} $(id) `id`",
          "%s %d %00",
          "export X=1",
          "\uD83D\uDE00",
          "\uD83D\uDC69\u200d\uD83D\uDC69\u200d\uD83D\uDC67",
          "\u0000NUL\u0000",
          "\u0007bell\u001b[31m",
          "postgres://u:p%40ss@host:5432/db?sslmode=require&x=1#frag",
          "Server=tcp:x,1433;Password={p;w};Encrypt=True;",
          "{\"type\":\"service_account\",\"key\":\"-----BEGIN\\nabc\\n-----END\"}",
          "x".repeat(65_536),
          "\uD83D\uDE00".repeat(32_768),
          " ".repeat(65_536),
          "\\".repeat(1000),
          "\"".repeat(999));

  /** With line breaks. */
  static final List<String> MULTI_LINE =
      List.of(
          "\n",
          "\r",
          "\r\n",
          "a\nb",
          "a\rb",
          " a\n b ",
          PEM,
          PEM.replace("\n", "\r\n"),
          "{\n  \"a\": \"b\\n\",\n  \"c\": 'd'\n}",
          "literal \\n and real \n",
          "\"\n\"",
          "A=1\nB=2",
          "#\n#",
          "\\\n\\\\\r");

  private static final String[] PIECES = {
    "a",
    "Z",
    "0",
    " ",
    "\t",
    "=",
    "#",
    "\"",
    "'",
    "\\",
    "\\n",
    "$",
    "{",
    "}",
    "é",
    "\u00a0",
    "\ufeff",
    "\u2028",
    "\uD83D\uDE00",
    "\u0085",
    "\u0000",
    "%",
    "export ",
    "\u001c",
    "`",
    ";"
  };

  private NastyValues() {}

  /** Reproducible. */
  static List<String> generated(long seed, int count, boolean lineBreaks) {
    Random random = new Random(seed);
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      StringBuilder value = new StringBuilder();
      int length = random.nextInt(12);
      int breakAt = lineBreaks ? random.nextInt(length + 1) : -1;
      for (int j = 0; j <= length; j++) {
        if (j == breakAt) {
          value.append(random.nextBoolean() ? "\n" : "\r\n");
        }
        value.append(PIECES[random.nextInt(PIECES.length)]);
      }
      values.add(value.toString());
    }
    return values;
  }
}
