package sh.keyway.gateway.apikey;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sh.keyway.contracts.FieldError;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.CreateApiKey;
import sh.keyway.gateway.auth.Cidr;
import sh.keyway.gateway.http.Exchange;
import sh.keyway.gateway.http.Fields;

/** Reads the body that asks for a new API key (http-auth §3.13). */
public final class NewApiKey {
  private static final int LONGEST_NAME = 100;
  private static final int MOST_SCOPES = 100;
  private static final int LONGEST_SCOPE = 100;
  private static final int MOST_BLOCKS = 100;
  private static final int LONGEST_BLOCK = 64;
  private static final int MOST_DAYS = 365;

  private NewApiKey() {}

  /**
   * Reads it.
   *
   * @param username for whom; null for the caller
   * @throws sh.keyway.contracts.ProblemException VALIDATION_ERROR, or BAD_REQUEST for a scope there
   *     is not
   */
  public static CreateApiKey read(Exchange exchange, @Nullable String username) {
    Fields fields = Fields.of(exchange.body());
    String name = fields.text("name", 1, LONGEST_NAME);
    String environment = environment(fields);
    List<String> scopes = fields.texts("scopes", true, MOST_SCOPES, LONGEST_SCOPE);
    Integer days = fields.optionalInteger("expiresInDays", 1, MOST_DAYS);
    List<String> allowed = allowedIps(fields);
    fields.check();
    return new CreateApiKey(
        exchange.caller(), username, name, environment, scopes(scopes), days, allowed);
  }

  private static String environment(Fields fields) {
    String environment = fields.text("environment", 0, LONGEST_NAME);
    boolean known = environment.equals("live") || environment.equals("test");
    if (!known && fields.raw("environment").isTextual()) {
      fields.refuse("environment", "Must be 'live' or 'test'");
    }
    return environment;
  }

  private static List<String> allowedIps(Fields fields) {
    List<String> blocks = fields.texts("allowedIps", false, MOST_BLOCKS, LONGEST_BLOCK);
    for (int i = 0; i < blocks.size(); i++) {
      String block = blocks.get(i);
      if (!block.isEmpty() && Cidr.parse(block).isEmpty()) {
        fields.refuse("allowedIps." + i, "Must be an IP address or a CIDR block");
      }
    }
    return blocks;
  }

  private static Set<Scope> scopes(List<String> names) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (int i = 0; i < names.size(); i++) {
      FieldError error = new FieldError("scopes." + i, "Unknown scope");
      scopes.add(Scope.find(names.get(i)).orElseThrow(() -> unknown(error)));
    }
    return scopes;
  }

  private static RuntimeException unknown(FieldError error) {
    String valid = Arrays.stream(Scope.values()).map(Scope::wire).collect(Collectors.joining(", "));
    return new Problem(Kind.BAD_REQUEST, "Invalid scope. Valid scopes: " + valid, List.of(error))
        .exception();
  }
}
