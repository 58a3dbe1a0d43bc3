package sh.keyway.testkit.github;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A webhook as GitHub sends it.
 *
 * @param event {@code X-GitHub-Event}
 * @param id {@code X-GitHub-Delivery}, the same when GitHub delivers again
 * @param body the raw JSON
 * @param signature {@code X-Hub-Signature-256} over the raw bytes of the body
 */
public record Delivery(String event, String id, String body, String signature) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  static Delivery signed(String event, String id, String body, String secret) {
    return new Delivery(event, id, body, signature(body, secret));
  }

  /** The same delivery with another body, keeping the signature: a forgery. */
  public Delivery tampered(String otherBody) {
    return new Delivery(event, id, otherBody, signature);
  }

  /** The same delivery signed with another secret. */
  public Delivery signedWith(String secret) {
    return new Delivery(event, id, body, signature(body, secret));
  }

  /** The headers GitHub sends, without length and host. */
  public Map<String, String> headers() {
    return Map.of(
        "Content-Type", "application/json",
        "User-Agent", "GitHub-Hookshot/044aadd",
        "X-GitHub-Event", event,
        "X-GitHub-Delivery", id,
        "X-GitHub-Hook-ID", "292430182",
        "X-GitHub-Hook-Installation-Target-Type", "integration",
        "X-Hub-Signature-256", signature);
  }

  /**
   * Posts it and waits for the answer, ten seconds at most as GitHub does. Not for an event loop.
   *
   * @throws IOException if there was no answer
   */
  public HttpResponse<String> postTo(URI address) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers().forEach(request::header);
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String signature(String body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] digest = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
      return "sha256=" + HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
