package sh.keyway.secrets.installation;

import java.util.List;

/**
 * A repository as lists in webhooks name it.
 *
 * @param id GitHub's number
 * @param fullName {@code owner/repo}
 */
record Repository(long id, String fullName) {
  static List<Repository> list(Payload payload, String pointer) {
    return payload.items(pointer).stream()
        .map(item -> new Repository(item.id("/id"), item.text("/full_name")))
        .toList();
  }
}
