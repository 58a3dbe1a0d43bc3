package sh.keyway.gateway.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a sign-in may end. */
class ReturnToTest {
  private final ReturnTo returnTo =
      new ReturnTo(List.of("https://app.example.test/", "http://localhost:3000"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.test",
        "https://app.example.test/vaults?tab=1#top",
        "https://app.example.test:443/",
        "HTTPS://APP.example.test/",
        "http://localhost:3000/x"
      })
  void aPageOfAnAllowedOriginIs(String address) {
    assertThat(returnTo.allows(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//app.example.test",
        "//evil.test",
        "https:app.example.test",
        "https:/app.example.test",
        "https:///app.example.test",
        "https://evil.test",
        "http://app.example.test",
        "https://app.example.test:8443",
        "https://app.example.test.evil.test",
        "https://app.example.test.",
        "https://xapp.example.test",
        "https://evil.test/https://app.example.test",
        "https://evil.test?https://app.example.test",
        "https://evil.test#@app.example.test",
        "https://app.example.test@evil.test",
        "https://user@app.example.test",
        "https://user:pw@app.example.test",
        "https://@app.example.test",
        "https://app.example.test\\@evil.test",
        "https://evil.test\\@app.example.test",
        "https:\\\\app.example.test",
        "\\\\evil.test",
        " https://app.example.test",
        "https://app.example.test ",
        "https://app.example.test\t",
        "https://app.example.test\r\nSet-Cookie: a=b",
        "ht\ntps://app.example.test",
        "https://app.example.test%2eevil.test",
        "https://app.example.test%00.evil.test",
        "https://\uFF41pp.example.test",
        "https://app\u3002example.test",
        "javascript:alert(1)//https://app.example.test",
        "javascript://app.example.test/%0aalert(1)",
        "data:text/html,x",
        "ftp://app.example.test",
        "null"
      })
  void anAttackerSendsNobodyElsewhere(String address) {
    assertThat(returnTo.allows(address)).isFalse();
  }
}
