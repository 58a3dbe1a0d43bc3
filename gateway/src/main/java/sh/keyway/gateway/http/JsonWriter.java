package sh.keyway.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes one JSON value. */
@FunctionalInterface
public interface JsonWriter {
  /** Writes it. */
  void write(JsonGenerator json) throws IOException;
}
