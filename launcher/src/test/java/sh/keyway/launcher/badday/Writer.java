package sh.keyway.launcher.badday;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The only writer of one environment. Each push gives all its keys the same, next number, so that a
 * push that is there in part shows, and so does an acknowledged one that is lost.
 */
final class Writer {
  static final int KEYS = 25;
  private static final String FILLER = "-" + "x".repeat(200);

  private final String repository;
  private final String environment;
  private long tried;
  private long acknowledged;
  private long pushes;

  Writer(String repository, String environment) {
    this.repository = repository;
    this.environment = environment;
  }

  /** Pushes one number after the other until the connection breaks. */
  void pushUntilBroken(Client client) {
    try (Wire wire = new Wire(client.port())) {
      while (true) {
        tried++;
        pushes++;
        Answer answer = wire.ask(client.pushRequest(repository, environment, values(tried)));
        if (answer.status() == 200) {
          acknowledged = tried;
        } else if (answer.status() != 503) {
          throw new AssertionError("a push was answered by " + answer);
        }
      }
    } catch (IOException e) {
      // killed
    }
  }

  /** Holds what is there now against what was answered; for the number found. */
  long check(Client client) throws IOException {
    Answer answer = client.pull(repository, environment);
    if (answer.status() == 404 && acknowledged == 0) {
      return 0;
    }
    if (answer.status() != 200) {
      throw new AssertionError(this + ": " + answer);
    }
    Map<String, Object> secrets = answer.data().getJsonObject("secrets").getMap();
    Object first = secrets.get("KEY_0");
    long number = Long.parseLong(String.valueOf(first).replace(FILLER, ""));
    if (!secrets.equals(values(number))) {
      throw new AssertionError(this + ": a torn push: " + secrets);
    }
    if (number < acknowledged || number > tried) {
      throw new AssertionError(this + " but found " + number);
    }
    acknowledged = number;
    tried = number;
    return number;
  }

  String repository() {
    return repository;
  }

  String environment() {
    return environment;
  }

  long pushes() {
    return pushes;
  }

  long acknowledged() {
    return acknowledged;
  }

  private static Map<String, String> values(long number) {
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < KEYS; i++) {
      values.put("KEY_" + i, number + FILLER);
    }
    return values;
  }

  @Override
  public String toString() {
    return repository + " " + environment + " acknowledged " + acknowledged + ", tried " + tried;
  }
}
