package sh.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness against a product that is easy to know. */
class BenchTest {
  @TempDir Path folder;

  private Path jar = Path.of("");
  private Path json = Path.of("");

  @BeforeEach
  void makeJar() throws IOException {
    jar = folder.resolve("fake.jar");
    json = folder.resolve("figures.json");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeProduct.class.getName());
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.finish();
    }
  }

  @Test
  void withoutAProductThereIsNothingToMeasure() {
    assertThat(bench("--only", "c", "--server", folder.resolve("none.jar").toString())).isNotZero();
  }

  @Test
  void aNumberThatMakesNoSenseIsRefused() {
    assertThat(bench("--only", "c", "--connections", "0")).isNotZero();
  }

  @Test
  void anAnswerOtherThan200FailsTheRun() throws Exception {
    Files.createFile(folder.resolve("moody"));

    assertThat(quick("c")).isEqualTo(1);

    assertThat(figure("c product, pull 50").getLong("errors")).isPositive();
  }

  @Test
  void everyPartOfTheProductIsMeasured() throws Exception {
    assertThat(quick("c,d,e,f")).isZero();

    for (String name :
        new String[] {
          "c product, pull 50",
          "d push 50, own environments",
          "d push 50, one environment",
          "e product, pull 1",
          "e product, pull 500"
        }) {
      JsonObject figure = figure(name);
      assertThat(figure.getDouble("requestsPerSecond")).as(name).isPositive();
      assertThat(figure.getDouble("p99Ms")).as(name).isPositive();
      assertThat(figure.getLong("errors")).as(name).isZero();
    }
    JsonObject values = json().getJsonObject("values");
    assertThat(values.getDouble("first start, s")).isPositive();
    assertThat(values.getDouble("warm start, s")).isPositive();
    assertThat(values.getDouble("RSS of c product, pull 50, MiB")).isGreaterThan(10);
  }

  private int quick(String only) {
    return bench(
        "--only",
        only,
        "--folder",
        folder.toString(),
        "--connections",
        "4",
        "--seconds",
        "1",
        "--warmup",
        "0",
        "--rounds",
        "1",
        "--database",
        "postgres://nobody@127.0.0.1:1/none",
        "--server",
        jar.toString(),
        "--json",
        json.toString());
  }

  private static int bench(String... arguments) {
    return Bench.commandLine().execute(arguments);
  }

  private JsonObject figure(String name) throws IOException {
    return json().getJsonObject("figures").getJsonObject(name);
  }

  private JsonObject json() throws IOException {
    return new JsonObject(Files.readString(json));
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }
}
