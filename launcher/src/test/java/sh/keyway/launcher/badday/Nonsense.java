package sh.keyway.launcher.badday;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Requests no client of ours sends, by a name that says what is wrong with them. Every character of
 * a text is one byte. Each must be answered by a 4xx.
 */
final class Nonsense {
  private static final int MEBIBYTE = 1 << 20;
  private static final String PULL = "/v1/secrets/pull?repo=acme/api&environment=staging";
  private static final String PUSH = "/v1/secrets/push";

  private final Map<String, String> requests = new LinkedHashMap<>();
  private final String authorization;

  private Nonsense(String token) {
    authorization = "Authorization: Bearer " + token + "\r\n";
  }

  /** The corpus, with this credential where one is needed. */
  static Map<String, String> corpus(String token) {
    Nonsense corpus = new Nonsense(token);
    corpus.paths();
    corpus.queries();
    corpus.heads();
    corpus.framing();
    corpus.texts();
    corpus.types();
    corpus.limits();
    corpus.credentials();
    return corpus.requests;
  }

  /**
   * Requests after which the connection cannot be used any more, so that there may be no answer:
   * broken framing in the middle of a body, and versions of HTTP in which we do not even know how
   * to say no (501 and 505 are about that version, RFC 9110 §15.6).
   */
  static Map<String, String> unspeakable(String token) {
    String chunked =
        "POST "
            + PUSH
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
            + token
            + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    return Map.of(
        "a chunk of size x", chunked + "x\r\n{}\r\n0\r\n\r\n",
        "a chunk of size -1", chunked + "-1\r\n{}\r\n0\r\n\r\n",
        "a chunk of size 8 EiB", chunked + "7fffffffffffffff\r\n{}\r\n0\r\n\r\n",
        "HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "HTTP/9.9", "GET / HTTP/9.9\r\nHost: x\r\n\r\n");
  }

  private void paths() {
    for (String path :
        new String[] {
          "/v1/vaults/\0/\0",
          "/v1/vaults/%00/%00",
          "/v1/vaults/%zz/x",
          "/v1/vaults/%/x",
          "/v1/vaults/acme/%c3%28",
          "/v1/vaults/acme/%ed%a0%80",
          "/v1/vaults/acme/\u00ff\u00fe",
          "/v1/vaults/..%2f..%2f/etc",
          "/v1/vaults/../../etc/passwd",
          "/v1/vaults/" + "a".repeat(101) + "/x",
          "/v1/vaults/" + "%61".repeat(2000) + "/x",
          "/v1/api-keys/not-a-uuid",
          "/v1/api-keys/%00",
          "/" + "/x".repeat(3000),
          "/" + "x".repeat(MEBIBYTE),
          "*",
          "http://[::1/",
          "\\..\\",
        }) {
      get("path " + show(path), path);
    }
  }

  private void queries() {
    for (String query :
        new String[] {
          "repo=acme/api&repo=acme/api&environment=staging",
          "repo=acme/api&environment=staging&environment=production",
          "repo=acme/api&environment=staging&limit=1&limit=2",
          "repo=%00&environment=staging",
          "repo=acme/api&environment=%00",
          "repo=acme/api&environment=%ff",
          "repo=acme/api&environment=%",
          "repo=acme/api&environment=%ed%a0%80",
          "repo=acme/api&environment=" + "a".repeat(51),
          "repo[]=acme/api&environment=staging",
          "repo=../..&environment=staging",
          "repo=acme/api'--&environment=staging",
          "repo=&environment=",
        }) {
      get("query " + show(query), "/v1/secrets/pull?" + query);
    }
    for (String more :
        new String[] {
          "limit=0", "limit=-1", "limit=1001", "limit=1e3", "limit=99999999999999999999", "limit=",
          "limit=%D9%A1", "offset=-1&limit=1", "offset=x", "format=xml", "format=", "%00=%00&%00=1",
        }) {
      get("query " + more, PULL + "&" + more);
    }
    get("view without key", "/v1/secrets/view?repo=acme/api&environment=staging");
    get("view NUL", "/v1/secrets/view?repo=acme/api&environment=staging&key=%00");
    get("page", "/v1/vaults?limit=101");
  }

  private void heads() {
    String line = "GET " + PULL + " HTTP/1.1\r\nHost: x\r\n" + authorization;
    requests.put("a head of 3000 lines", line + "X-Bomb: boom\r\n".repeat(3000) + "\r\n");
    requests.put("a line of 100 KiB", line + "X-Bomb: " + "b".repeat(100_000) + "\r\n\r\n");
    requests.put("a name of 100 KiB", line + "b".repeat(100_000) + ": x\r\n\r\n");
    requests.put("NUL in a header", line + "X-Nul: a\0b\r\n\r\n");
    requests.put("NUL in a name", line + "X-\0: b\r\n\r\n");
    requests.put("a name with a blank", line + "X Y: b\r\n\r\n");
    requests.put("a bare carriage return", line + "X-Cr: a\rb\r\n\r\n");
    requests.put("no method", " / HTTP/1.1\r\nHost: x\r\n\r\n");
    requests.put("an unknown method", "FETCH " + PULL + " HTTP/1.1\r\nHost: x\r\n\r\n");
    requests.put("TRACE", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n");
    requests.put("garbage", "\0\0\0\0\u00ff\u00ff\u00ff\u00ff\r\n\r\n");
    requests.put("TLS", "\u0016\u0003\u0001\0\u0005\u0001\0\0\u0001\0\r\n\r\n");
  }

  private void framing() {
    String head = "POST " + PUSH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    String line = head + authorization;
    requests.put("length abc", line + "Content-Length: abc\r\n\r\n{}");
    requests.put("length -1", line + "Content-Length: -1\r\n\r\n{}");
    requests.put("two lengths", line + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}");
    requests.put("2 GiB announced", line + "Content-Length: 2147483648\r\n\r\n{}");
    requests.put("8 EiB announced", line + "Content-Length: 9223372036854775807\r\n\r\n{}");
    requests.put("9 EiB announced", line + "Content-Length: 99999999999999999999\r\n\r\n{}");
    requests.put("1 byte too many", body(" ".repeat(MEBIBYTE + 1)));
    String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    String chunked = line + "Transfer-Encoding: chunked\r\n\r\n";
    requests.put("3 MiB in chunks", chunked + chunk.repeat(48) + "0\r\n\r\n");
    requests.put("a gzip coding", line + "Transfer-Encoding: gzip\r\n\r\n{}");
    requests.put("an encoding", line + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}");
    for (String type :
        new String[] {"text/plain", "application/x-www-form-urlencoded", "\u00ff", ""}) {
      String text = "POST " + PUSH + " HTTP/1.1\r\nHost: x\r\n" + authorization;
      requests.put(
          "type " + show(type),
          text + "Content-Type: " + type + "\r\nContent-Length: 3\r\n\r\na=b");
    }
    requests.put(
        "big body, no credential", head + "Content-Length: 1048576\r\n\r\n" + "x".repeat(MEBIBYTE));
  }

  private void texts() {
    for (String text :
        new String[] {
          "",
          "{",
          "[1,",
          "{}{}",
          "{'a':1}",
          "{\"a\":1,}",
          "{\"a\":NaN}",
          "{\"a\":01}",
          "/**/{}",
          "nul",
          "\0",
          "{\"a\":\"\0\"}",
          "\u00ff\u00fe{\0}\0",
          "\u00ef\u00bb\u00bf{}",
          "{\"a\":\"\u00c0\u0080\"}",
          "{\"a\":\"\u00ed\u00a0\u0080\"}",
          "{\"a\":\"\u00f8\u0088\u0080\u0080\u0080\"}",
          "{\"a\":\"\u00c3\"}",
          "{\"a\":\"\\u12\"}",
          "{\"a\":\"\\x\"}",
          "[".repeat(100_000),
          "{\"a\":".repeat(100_000),
          "1".repeat(500_000),
          "{\"a\":1e" + "9".repeat(60) + "}",
          "{\"a\":1e999999999}",
          "\"" + "x".repeat(1_000_000) + "\"",
        }) {
      requests.put("text " + show(text), body(text));
      requests.put("vault " + show(text), post("/v1/vaults", text));
      requests.put("key " + show(text), post("/v1/api-keys", text));
    }
  }

  private void types() {
    String[] values = {
      "null", "1", "1.5", "true", "[]", "{}", "[\"x\"]", "{\"x\":{}}", "\"\\u0000\""
    };
    for (String value : values) {
      requests.put("body " + value, body(value));
      requests.put("repository " + value, push(value, "\"staging\"", "{\"A\":\"b\"}", ""));
      requests.put("environment " + value, push("\"acme/api\"", value, "{\"A\":\"b\"}", ""));
      if (!value.equals("\"\\u0000\"")) {
        requests.put("value " + value, secrets("{\"A\":" + value + "}"));
      }
      if (!value.equals("{}")) {
        requests.put("secrets " + value, secrets(value));
      }
      if (!value.equals("true")) {
        requests.put(
            "exact " + value, push("\"acme/api\"", "\"staging\"", "{}", ",\"exact\":" + value));
      }
      requests.put("vault name " + value, post("/v1/vaults", "{\"repoFullName\":" + value + "}"));
      requests.put(
          "key scopes " + value,
          post(
              "/v1/api-keys",
              "{\"name\":\"x\",\"environment\":\"live\",\"scopes\":" + value + "}"));
      requests.put(
          "key name " + value,
          post(
              "/v1/api-keys",
              "{\"name\":" + value + ",\"environment\":\"live\",\"scopes\":[\"read:secrets\"]}"));
    }
    requests.put("a member twice", body("{\"environment\":\"a\",\"environment\":\"b\"}"));
    requests.put("a secret twice", secrets("{\"A\":\"1\",\"A\":\"2\"}"));
    requests.put("a secret twice, escaped", secrets("{\"A\":\"1\",\"\\u0041\":\"2\"}"));
  }

  private void limits() {
    for (String key :
        new String[] {
          "", " ", "a=b", "#a", " a", "a ", "a\\nb", "\\u0000", "\\ud800", "k".repeat(257)
        }) {
      requests.put("secret key " + show(key), secrets("{\"" + key + "\":\"x\"}"));
    }
    requests.put("half a surrogate", secrets("{\"A\":\"\\ud83d\"}"));
    requests.put("two halves swapped", secrets("{\"A\":\"\\ude00\\ud83d\"}"));
    requests.put("a long value", secrets("{\"A\":\"" + "x".repeat(65_537) + "\"}"));
    StringBuilder many = new StringBuilder("{\"K\":\"\"");
    for (int i = 0; i < 1000; i++) {
      many.append(",\"K").append(i).append("\":\"\"");
    }
    requests.put("1001 secrets", secrets(many.append('}').toString()));
    requests.put("no such environment", push("\"acme/api\"", "\"qa\"", "{}", ""));
    requests.put("no such vault", push("\"acme/none\"", "\"staging\"", "{}", ""));
    requests.put("empty environment", push("\"acme/api\"", "\"\"", "{}", ""));
  }

  private void credentials() {
    String claims = "eyJleHAiOiJ4Iiwic3ViIjp7fX0"; // {"exp":"x","sub":{}}
    for (String token :
        new String[] {
          "",
          " ",
          "x",
          "\0",
          "\u00ff",
          "..",
          "a.b.c",
          "eyJhbGciOiJub25lIn0." + claims + ".",
          "eyJhbGciOiJIUzI1NiJ9." + claims + ".AAAA",
          "eyJhbGciOiJSUzI1NiJ9." + claims + ".AAAA",
          "W10.W10.W10",
          "MQ.MQ.MQ",
          "kw_live_",
          "kw_live_" + "a".repeat(40),
          "kw_live_" + "\u00e9".repeat(40),
          "kw_" + "x".repeat(7000),
          "ghp_" + "x".repeat(36),
        }) {
      requests.put(
          "token " + show(token),
          "GET " + PULL + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
      requests.put(
          "cookie " + show(token),
          "GET " + PULL + " HTTP/1.1\r\nHost: x\r\nCookie: keyway_session=" + token + "\r\n\r\n");
    }
    requests.put(
        "Basic", "GET " + PULL + " HTTP/1.1\r\nHost: x\r\nAuthorization: Basic AAAA\r\n\r\n");
    requests.put("token in the query", "GET " + PULL + "&token=x HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  private void get(String name, String path) {
    requests.put(name, "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + authorization + "\r\n");
  }

  private String secrets(String secrets) {
    return push("\"acme/api\"", "\"staging\"", secrets, "");
  }

  private String push(String repository, String environment, String secrets, String more) {
    return body(
        "{\"repoFullName\":%s,\"environment\":%s,\"secrets\":%s%s}"
            .formatted(repository, environment, secrets, more));
  }

  private String body(String text) {
    return post(PUSH, text);
  }

  private String post(String path, String text) {
    return "POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, authorization, text.length(), text);
  }

  private static String show(String text) {
    String shown = text.replaceAll("[^ -~]", "?");
    return shown.length() > 60 ? shown.substring(0, 50) + "... (" + shown.length() + ")" : shown;
  }
}
