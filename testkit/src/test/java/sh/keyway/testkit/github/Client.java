package sh.keyway.testkit.github;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Talks to the fake as any HTTP client would, with nothing but JDK code. */
final class Client {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final FakeGitHub github;

  Client(FakeGitHub github) {
    this.github = github;
  }

  record Answer(int status, String body, HttpResponse<String> raw) {
    JsonObject json() {
      return new JsonObject(body);
    }

    JsonArray array() {
      return new JsonArray(body);
    }

    @Nullable String header(String name) {
      return raw.headers().firstValue(name).orElse(null);
    }
  }

  Answer get(String path, @Nullable String token, String... headers) throws Exception {
    return send("GET", github.apiUrl() + path, token, "", headers);
  }

  Answer post(String path, @Nullable String token, String body) throws Exception {
    return send("POST", github.apiUrl() + path, token, body, "Content-Type", "application/json");
  }

  /** G2 with a JSON body. */
  JsonObject token(JsonObject body) throws Exception {
    body.put("client_id", github.app().clientId());
    if (!body.containsKey("client_secret")) {
      body.put("client_secret", github.app().clientSecret());
    }
    Answer answer =
        send(
            "POST",
            github.webUrl() + "/login/oauth/access_token",
            null,
            body.encode(),
            "Content-Type",
            "application/json",
            "Accept",
            "application/json");
    return answer.json();
  }

  Answer send(String method, String url, @Nullable String token, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(5))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("User-Agent", "keyway-test");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body(), response);
  }

  /** A proper App JWT, signed with the PEM the App hands out. */
  String appJwt() throws GeneralSecurityException {
    long now = github.clock().now().getEpochSecond();
    return appJwt(now - 60, now + 540, Long.toString(github.app().id()));
  }

  String appJwt(long issued, long expires, String issuer) throws GeneralSecurityException {
    return jwt(
        JsonObject.of("alg", "RS256", "typ", "JWT"),
        JsonObject.of("iat", issued, "exp", expires, "iss", issuer),
        key(github.app().privateKeyPem()));
  }

  static String jwt(JsonObject header, JsonObject claims, PrivateKey key)
      throws GeneralSecurityException {
    String content = part(header) + "." + part(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  /** Reads PKCS#1, which the JDK does only inside PKCS#8. */
  static PrivateKey key(String pem) throws GeneralSecurityException {
    byte[] pkcs1 =
        Base64.getMimeDecoder().decode(pem.replaceAll("-----(BEGIN|END) RSA PRIVATE KEY-----", ""));
    String length = "%04x".formatted(pkcs1.length + 22);
    String octets = "%04x".formatted(pkcs1.length);
    byte[] head =
        HexFormat.of()
            .parseHex("3082" + length + "020100300d06092a864886f70d0101010500" + "0482" + octets);
    byte[] pkcs8 = Arrays.copyOf(head, head.length + pkcs1.length);
    System.arraycopy(pkcs1, 0, pkcs8, head.length, pkcs1.length);
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private static String part(JsonObject json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.toBuffer().getBytes());
  }
}
