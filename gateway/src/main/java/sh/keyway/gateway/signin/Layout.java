package sh.keyway.gateway.signin;

import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sh.keyway.gateway.auth.Origins;
import sh.keyway.gateway.auth.Sha256;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;

/**
 * What all pages have in common: no script, nothing from elsewhere, one style sheet in the page.
 */
final class Layout {
  private static final CharSequence CONTENT_SECURITY_POLICY =
      HttpHeaders.createOptimized("Content-Security-Policy");
  private static final CharSequence REFERRER_POLICY =
      HttpHeaders.createOptimized("Referrer-Policy");

  /**
   * Never the address of a page, which may hold a token. But not {@code no-referrer} either: under
   * that, browsers post forms with {@code Origin: null} (Fetch §3.2), and we need the origin.
   */
  private static final String ORIGIN_ONLY = "strict-origin";

  private static final String STYLE =
      "body{margin:0;background:#f6f7f9;color:#1c2330;font:16px/1.5 system-ui,sans-serif}"
          + "main{max-width:30rem;margin:4rem auto;padding:2rem;background:#fff;"
          + "border:1px solid #dde1e7;border-radius:8px}"
          + "h1{margin-top:0;font-size:1.4rem}"
          + "input[type=text]{box-sizing:border-box;width:100%;padding:.6rem;font:1.2rem monospace;"
          + "text-align:center;text-transform:uppercase}"
          + "button{margin:1rem .5rem 0 0;padding:.6rem 1.2rem;font:inherit;cursor:pointer}"
          + "dt{font-weight:600}dd{margin:0 0 .6rem}"
          + ".code{font:1.4rem monospace}.box{padding:.2rem 1rem;background:#f6f7f9}";

  private final String policy;

  /** Pages whose forms may lead to these addresses besides our own. */
  Layout(Stream<String> formTargets) {
    String targets =
        formTargets
            .map(address -> Origins.of(URI.create(address)))
            .flatMap(Optional::stream)
            .distinct()
            .map(" "::concat)
            .collect(Collectors.joining());
    policy =
        "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(Sha256.of(STYLE.getBytes(StandardCharsets.UTF_8)))
            + "'; form-action 'self'"
            + targets
            + "; base-uri 'none'; frame-ancestors 'none'";
  }

  /** A page. */
  Answer page(Exchange exchange, int status, String title, Consumer<Html> content) {
    exchange.setHeader(CONTENT_SECURITY_POLICY, policy);
    exchange.setHeader(REFERRER_POLICY, ORIGIN_ONLY);
    Html html = new Html();
    html.open("html", "lang", "en").open("head").open("meta", "charset", "utf-8");
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.element("title", "Keyway - " + title).element("style", STYLE);
    html.close("head").open("body").open("main");
    content.accept(html);
    html.close("main").close("body").close("html");
    return Answer.html(status, "<!doctype html>" + html);
  }
}
