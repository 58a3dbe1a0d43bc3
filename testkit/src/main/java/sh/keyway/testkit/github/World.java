package sh.keyway.testkit.github;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Everything that exists at this GitHub. Safe to change while requests are being answered. */
final class World {
  final FakeClock clock = new FakeClock();
  final Tokens tokens = new Tokens(clock);
  // GitHub's ids have long outgrown an int; ours begin there, so that nobody keeps them in one.
  private final AtomicLong ids = new AtomicLong((1L << 31) + 1_000);
  private final Map<Long, Account> accounts = new ConcurrentHashMap<>();
  private final Map<Long, GitHubRepository> repositories = new ConcurrentHashMap<>();
  private final Map<String, Long> movedNames = new ConcurrentHashMap<>();
  private final Map<Long, Installation> installations = new ConcurrentHashMap<>();
  final GitHubApp app = new GitHubApp(this);
  volatile boolean flagsIgnoreTokens;

  long nextId() {
    return ids.incrementAndGet();
  }

  <T extends Account> T add(T account) {
    if (account(account.login()).isPresent()
        || accounts.putIfAbsent(account.id(), account) != null) {
      throw new IllegalArgumentException("login or id is taken: " + account.login());
    }
    return account;
  }

  GitHubRepository add(GitHubRepository repository) {
    repositories.put(repository.id(), repository);
    return repository;
  }

  Installation add(Installation installation) {
    installations.put(installation.id(), installation);
    return installation;
  }

  void remove(GitHubRepository repository) {
    repositories.remove(repository.id());
    movedNames.values().removeIf(id -> id == repository.id());
  }

  void remove(Installation installation) {
    installations.remove(installation.id());
    tokens.revokeIf(t -> t.installation() == installation);
  }

  void moved(String oldFullName, GitHubRepository repository) {
    movedNames.put(fold(oldFullName), repository.id());
  }

  Optional<Account> account(String login) {
    return accounts.values().stream().filter(a -> same(a.login(), login)).findFirst();
  }

  Optional<GitHubUser> user(String login) {
    return account(login).filter(GitHubUser.class::isInstance).map(GitHubUser.class::cast);
  }

  Optional<GitHubOrganization> organization(String login) {
    return account(login)
        .filter(GitHubOrganization.class::isInstance)
        .map(GitHubOrganization.class::cast);
  }

  Optional<Account> account(long id) {
    return Optional.ofNullable(accounts.get(id));
  }

  Stream<GitHubUser> users() {
    return accounts.values().stream()
        .filter(GitHubUser.class::isInstance)
        .map(GitHubUser.class::cast);
  }

  Optional<GitHubRepository> repository(long id) {
    return Optional.ofNullable(repositories.get(id));
  }

  Optional<GitHubRepository> repository(String owner, String name) {
    String fullName = owner + "/" + name;
    return repositories.values().stream().filter(r -> same(r.fullName(), fullName)).findFirst();
  }

  Optional<GitHubRepository> movedRepository(String owner, String name) {
    return Optional.ofNullable(movedNames.get(fold(owner + "/" + name))).flatMap(this::repository);
  }

  Stream<GitHubRepository> repositories() {
    return repositories.values().stream().sorted((a, b) -> Long.compare(a.id(), b.id()));
  }

  Stream<GitHubRepository> repositoriesOf(Account owner) {
    return repositories().filter(r -> r.owner() == owner);
  }

  Stream<Installation> installations() {
    return installations.values().stream().sorted((a, b) -> Long.compare(a.id(), b.id()));
  }

  Optional<Installation> installation(long id) {
    return Optional.ofNullable(installations.get(id));
  }

  Optional<Installation> installationOn(Account account) {
    return installations().filter(i -> i.account() == account).findFirst();
  }

  Optional<Installation> installationCovering(GitHubRepository repository) {
    return installations().filter(i -> i.covers(repository)).findFirst();
  }

  private static boolean same(String a, String b) {
    return fold(a).equals(fold(b));
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
