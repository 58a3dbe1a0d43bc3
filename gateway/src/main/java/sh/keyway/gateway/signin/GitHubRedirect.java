package sh.keyway.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import java.net.URLEncoder;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.contracts.secrets.SignInStarted;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.gateway.http.Answer;
import sh.keyway.gateway.http.Exchange;

/** Sends browsers to GitHub's authorize page (http-auth §3.7), with PKCE (RFC 7636). */
final class GitHubRedirect {
  private static final String SCOPE = "read:user user:email read:org";
  private final SignIn signIn;

  GitHubRedirect(SignIn signIn) {
    this.signIn = signIn;
  }

  /** Begins a sign-in; its verifier stays in a cookie of this browser. */
  Future<Answer> begin(Exchange exchange, Site.App app, StartSignIn wanted) {
    return signIn
        .rooms
        .call(SecretsRoom.START_SIGN_IN, wanted)
        .map(started -> {
          signIn.verifier.set(exchange, started.verifier(), SignIn.until(started.expiresAt()));
          return Answer.redirect(exchange, authorize(app, started));
        });
  }

  /** Where GitHub sends browsers back to. */
  String callback() {
    return signIn.address.base() + SignInPaths.CALLBACK;
  }

  private String authorize(Site.App app, SignInStarted started) {
    return signIn.site.githubUrl()
        + "/login/oauth/authorize?client_id="
        + encode(app.clientId())
        + "&redirect_uri="
        + encode(callback())
        + "&scope="
        + encode(SCOPE)
        + "&state="
        + encode(started.state())
        + "&code_challenge="
        + encode(started.challenge())
        + "&code_challenge_method=S256";
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
