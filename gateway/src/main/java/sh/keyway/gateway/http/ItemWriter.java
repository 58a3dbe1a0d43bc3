package sh.keyway.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Writes a thing as one JSON value.
 *
 * @param <T> what kind of thing
 */
@FunctionalInterface
public interface ItemWriter<T> {
  /** Writes it. */
  void write(JsonGenerator json, T item) throws IOException;
}
