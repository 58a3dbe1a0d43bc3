package sh.keyway.launcher.badday;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Texts that must turn up nowhere, and the search for them. */
final class Canaries {
  private final Map<String, String> texts = new LinkedHashMap<>();

  /** Adds one; for the text. */
  String add(String name, String text) {
    texts.put(name, text);
    return text;
  }

  /** Which of them are in these bytes, plain or in Base64; by name and where. */
  List<String> in(String where, byte[] bytes) {
    String content = new String(bytes, StandardCharsets.ISO_8859_1);
    List<String> found = new ArrayList<>();
    texts.forEach((name, text) -> {
      if (content.contains(text) || content.contains(base64(text))) {
        found.add(name + " in " + where);
      }
    });
    return found;
  }

  /** The same for a text. */
  List<String> in(String where, String text) {
    return in(where, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The same for every file in a folder, PostgreSQL's own included. */
  List<String> in(Path folder, Predicate<Path> meantToHoldThem) throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).filter(meantToHoldThem.negate()).toList();
    }
    for (Path file : files) {
      found.addAll(in(file.toString(), Files.readAllBytes(file)));
    }
    return found;
  }

  /**
   * What its Base64 must contain, wherever the groups of six bits begin: without its last group.
   */
  private static String base64(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    return encoded.substring(0, encoded.length() / 4 * 4);
  }

  /** Gives nothing away. */
  @Override
  public String toString() {
    return texts.keySet().toString();
  }
}
