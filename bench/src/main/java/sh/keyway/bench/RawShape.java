package sh.keyway.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** How a raw server keeps an environment. */
enum RawShape {
  /** A row and a ciphertext for each secret. */
  ROWS(RawTables.SELECT_ROWS) {
    @Override
    RawReader reader(RawCipher cipher) {
      RawAnswer answer = new RawAnswer();
      byte[] plain = new byte[64 * 1024];
      return rows -> {
        answer.begin();
        for (Row row : rows) {
          byte[] key = row.getString(0).getBytes(StandardCharsets.UTF_8);
          int length = open(cipher, row.getBuffer(1), plain);
          answer.secret(key, 0, key.length, plain, 0, length);
        }
        return Buffer.buffer(answer.end());
      };
    }
  },

  /** One row with one ciphertext for all of them. */
  BLOB(RawTables.SELECT_BLOB) {
    @Override
    RawReader reader(RawCipher cipher) {
      RawAnswer answer = new RawAnswer();
      byte[] plain = new byte[64 * 1024];
      return rows -> {
        answer.begin();
        int length = open(cipher, rows.iterator().next().getBuffer(0), plain);
        int at = 0;
        while (at < length) {
          int keyLength = shortAt(plain, at);
          int value = at + 2 + keyLength;
          int valueLength = shortAt(plain, value);
          answer.secret(plain, at + 2, keyLength, plain, value + 2, valueLength);
          at = value + 2 + valueLength;
        }
        return Buffer.buffer(answer.end());
      };
    }
  };

  private final String select;

  RawShape(String select) {
    this.select = select;
  }

  /** SQL that reads an environment; its parameter is the environment's id. */
  String select() {
    return select;
  }

  /** A reader for one event loop. */
  abstract RawReader reader(RawCipher cipher);

  private static int open(RawCipher cipher, Buffer sealed, byte[] plain) {
    try {
      return cipher.open(sealed.getBytes(), plain, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a ciphertext does not open", e);
    }
  }

  private static int shortAt(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }
}
