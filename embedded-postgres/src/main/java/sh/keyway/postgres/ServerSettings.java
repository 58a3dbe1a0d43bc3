package sh.keyway.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How we run PostgreSQL. Given on the command line at every start, so a new release changes them
 * and nothing in the data folder overrides them.
 */
final class ServerSettings {
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_permissions", "0700"),
          Map.entry("password_encryption", "scram-sha-256"),
          // Acknowledged is durable.
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          // A small machine shared with a JVM.
          Map.entry("max_connections", "50"),
          Map.entry("shared_buffers", "64MB"),
          Map.entry("max_wal_size", "512MB"),
          Map.entry("max_wal_senders", "0"),
          Map.entry("io_method", "sync"),
          // Files in the data folder: /dev/shm is tiny in containers, and keeps what a killed
          // server leaves.
          Map.entry("dynamic_shared_memory_type", "mmap"),
          Map.entry("jit", "off"),
          Map.entry("huge_pages", "off"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          // The log never holds a value: no statements, no parameters, no details (they quote
          // rows), and no errors of statements at all (their text quotes input).
          Map.entry("log_destination", "stderr"),
          Map.entry("logging_collector", "off"),
          Map.entry("log_min_messages", "log"),
          Map.entry("log_min_error_statement", "panic"),
          Map.entry("log_error_verbosity", "terse"),
          Map.entry("log_statement", "none"),
          Map.entry("log_min_duration_statement", "-1"),
          Map.entry("log_parameter_max_length", "0"),
          Map.entry("log_parameter_max_length_on_error", "0"),
          Map.entry("log_lock_waits", "off"));

  private ServerSettings() {}

  static List<String> commandLine(Layout layout, Binaries binaries, int port) {
    List<String> command = new ArrayList<>();
    command.add(binaries.postgres().toString());
    command.addAll(List.of("-D", layout.data().toString(), "-c", "port=" + port));
    command.addAll(List.of("-c", "unix_socket_directories=" + Sockets.setting(layout)));
    FIXED.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }
}
