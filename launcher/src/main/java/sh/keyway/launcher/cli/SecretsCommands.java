package sh.keyway.launcher.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import sh.keyway.launcher.PrivateFiles;

/** {@code push} and {@code pull}: plain clients of the public API. */
final class SecretsCommands {
  private static final int LARGEST_FILE = 1_048_576;
  private static final String STANDARD_STREAM = "-";

  private final CommandContext context;

  /** In this context. */
  SecretsCommands(CommandContext context) {
    this.context = context;
  }

  /** Replaces what the environment holds by what the file says; makes a missing vault. */
  void push(String repository, String environment, String file) throws CommandFailure {
    DotenvFile read = DotenvFile.parse(text(file));
    for (int line : read.ignoredLines()) {
      context.err().println("Line " + line + " is no NAME=value and was left out.");
    }
    JsonObject secrets = new JsonObject();
    read.values().forEach(secrets::put);
    JsonObject body =
        new JsonObject()
            .put("repoFullName", repository)
            .put("environment", environment)
            .put("secrets", secrets)
            // line breaks are decoded, so what is sent is what is meant
            .put("exact", true);
    Api.Answer answer = pushed(PublicApi.of(context), repository, body);
    JsonObject stats = answer.orFail().data().getJsonObject("stats", new JsonObject());
    context
        .out()
        .printf(
            "Pushed %d secrets to %s, %s: %d created, %d updated, %d deleted, %d unchanged.%n",
            read.values().size(),
            repository,
            environment,
            stats.getInteger("created", 0),
            stats.getInteger("updated", 0),
            stats.getInteger("deleted", 0),
            stats.getInteger("unchanged", 0));
  }

  /** Writes what the environment holds to the file, readable by its owner only. */
  void pull(String repository, String environment, String file) throws CommandFailure {
    String path =
        "/v1/secrets/pull?repo="
            + Api.encode(repository)
            + "&environment="
            + Api.encode(environment);
    String content = PublicApi.of(context).get(path).orFail().data().getString("content");
    if (content == null) {
      throw new CommandFailure("The server's answer holds no secrets.");
    }
    if (file.equals(STANDARD_STREAM)) {
      context
          .out()
          .write(
              (content + "\n").getBytes(StandardCharsets.UTF_8),
              0,
              (content + "\n").getBytes(StandardCharsets.UTF_8).length);
      context.out().flush();
      return;
    }
    new ServerSettings(context).refuseToChange(path(file), content);
    try {
      PrivateFiles.write(path(file), content + "\n");
    } catch (IOException e) {
      throw new CommandFailure("The file " + file + " cannot be written.");
    }
    context.out().printf("Pulled %s, %s to %s.%n", repository, environment, file);
  }

  /**
   * Pushes, after making a vault that is missing: a push to none is a refusal in the audit. A key
   * that may write but not read cannot ask first; it tries.
   */
  private static Api.Answer pushed(Api api, String repository, JsonObject body)
      throws CommandFailure {
    int vault = api.get("/v1/vaults/" + repository).status();
    if (vault == 404) {
      Api.Answer made = makeVault(api, repository);
      if (made.status() != 409) { // somebody was faster
        made.orFail();
      }
    }
    Api.Answer answer = api.call("POST", "/v1/secrets/push", body);
    boolean none = vault == 403 && (answer.status() == 403 || answer.status() == 404);
    return none && makeVault(api, repository).ok()
        ? api.call("POST", "/v1/secrets/push", body)
        : answer;
  }

  private static Api.Answer makeVault(Api api, String repository) throws CommandFailure {
    return api.call("POST", "/v1/vaults", new JsonObject().put("repoFullName", repository));
  }

  private Path path(String file) throws CommandFailure {
    try {
      return context.folder().resolve(file);
    } catch (InvalidPathException e) {
      throw new CommandFailure("That is no file name.");
    }
  }

  private String text(String file) throws CommandFailure {
    byte[] bytes;
    try (InputStream in =
        file.equals(STANDARD_STREAM) ? context.in() : Files.newInputStream(path(file))) {
      bytes = in.readNBytes(LARGEST_FILE + 1);
    } catch (IOException e) {
      throw new CommandFailure("The file " + file + " cannot be read.");
    }
    if (bytes.length > LARGEST_FILE) {
      throw new CommandFailure("The file is larger than 1 MiB, more than can be pushed at once.");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CommandFailure("The file is not UTF-8 text.");
    }
  }
}
