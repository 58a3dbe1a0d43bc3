package sh.keyway.secrets.forge;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import sh.keyway.contracts.Problem;

/** The forges of this installation. */
public final class Forges {
  private final Forge preferred;
  private final Map<String, Forge> byType;

  /** New vaults are made on the first. */
  public Forges(List<Forge> forges) {
    preferred = forges.getFirst();
    byType = forges.stream().collect(Collectors.toMap(Forge::type, forge -> forge));
  }

  /** Where new vaults are made. */
  public Forge preferred() {
    return preferred;
  }

  /** The forge of that type; empty if it is not configured. */
  public Optional<Forge> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /** Asks the forge of that type; SERVICE_UNAVAILABLE if it is not configured any more. */
  public <T> Future<T> ask(String type, Function<Forge, Future<T>> question) {
    Forge forge = byType.get(type);
    return forge == null
        ? Future.failedFuture(
            Problem.unavailable("This vault's forge (%s) is not configured".formatted(type))
                .exception())
        : question.apply(forge);
  }
}
