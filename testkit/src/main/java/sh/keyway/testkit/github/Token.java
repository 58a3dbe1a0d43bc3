package sh.keyway.testkit.github;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A token the fake has issued and not yet revoked. */
record Token(
    Kind kind,
    String value,
    @Nullable GitHubUser user,
    @Nullable Installation installation,
    @Nullable Account owner,
    Set<String> scopes,
    Selection selection,
    Map<String, String> permissions,
    @Nullable Instant expires,
    @Nullable String partner) {

  enum Kind {
    CLASSIC("ghp_"),
    FINE_GRAINED("github_pat_"),
    OAUTH("gho_"),
    USER("ghu_"),
    REFRESH("ghr_"),
    INSTALLATION("ghs_");

    final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  boolean expiredAt(Instant now) {
    return expires != null && !expires.isAfter(now);
  }

  boolean may(String permission, String access) {
    String granted = permissions.getOrDefault(permission, "none");
    return granted.equals("admin")
        || granted.equals("write")
        || (granted.equals("read") && access.equals("read"));
  }

  @Override
  public String toString() {
    return "Token[" + kind + "]";
  }
}
