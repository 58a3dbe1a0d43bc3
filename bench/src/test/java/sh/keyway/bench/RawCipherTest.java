package sh.keyway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class RawCipherTest {
  @Test
  void opensWhatItSealedAndNothingElse() throws Exception {
    RawCipher cipher = new RawCipher(new byte[32]);
    byte[] plain = new byte[4];
    byte[] sealed = cipher.seal(new byte[] {1, 2, 3});

    assertThat(cipher.open(sealed, plain, 1)).isEqualTo(3);
    assertThat(plain).containsExactly(0, 1, 2, 3);
    for (int i = 0; i < sealed.length; i++) {
      sealed[i] ^= 1;
      assertThatThrownBy(() -> cipher.open(sealed, plain, 0))
          .isInstanceOf(GeneralSecurityException.class);
      sealed[i] ^= 1;
    }
  }
}
