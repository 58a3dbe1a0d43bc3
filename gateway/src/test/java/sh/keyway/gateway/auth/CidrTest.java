package sh.keyway.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Address blocks. */
class CidrTest {
  private static final int ROUNDS = Boolean.getBoolean("keyway.long") ? 2_000_000 : 20_000;

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.1/32, 127.0.0.1, true",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, 2001:db8::1, true",
    "1.2.3.4/0, 2001:db8::1, false",
    "1.2.3.4/0, 8.8.8.8, true",
    "::/0, 2001:db8::1, true",
    "::/0, 8.8.8.8, false",
    "::/64, 1.2.3.4, false",
    "::1, ::1, true",
    "::1, 0:0:0:0:0:0:0:1, true",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::, false",
    "2001:DB8::/32, 2001:db8::a, true",
    "::ffff:10.0.0.0/104, 10.200.0.1, true",
    "::ffff:10.0.0.0/104, 11.0.0.1, false",
    "::ffff:1.2.3.4, 1.2.3.4, true",
    "1.2.3.4, ::ffff:1.2.3.4, true",
    "1.2.3.0/24, ::ffff:102:3ff, true",
    "1.2.3.0/24, ::ffff:102:400, false",
    "fe80::/10, febf::1, true",
    "fe80::/10, fec0::1, false"
  })
  void aBlockHoldsItsAddresses(String block, String address, boolean held) {
    Cidr cidr = Cidr.parse(block).orElseThrow();
    assertThat(cidr.contains(Ip.parse(address).orElseThrow())).isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/8/8",
        "10.0.0.0/ 8",
        "10.0.0/8",
        "10.0.0.0.0",
        "10.0.0.256",
        "010.0.0.1",
        "0x7f.0.0.1",
        "1",
        "2130706433",
        "localhost",
        "example.org",
        "*",
        "10.0.0.*",
        "::/129",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "12345::",
        "g::",
        "::1%lo",
        "[::1]",
        "::1.2.3",
        "1.2.3.4::",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "::1.2.3.4.5",
        "10.0.0.0/8 ",
        " 10.0.0.0/8",
        "10.0.0.1,10.0.0.2",
        "\u0661.0.0.1",
        "10.0.0.0/\u0668",
        "::\uFF11",
        "0.0.0.0/00"
      })
  void whatIsNoBlockIsRefused(String text) {
    assertThat(Cidr.parse(text)).isEmpty();
  }

  @Test
  void anyTwoAddressesAgreeWithBitArithmetic() throws UnknownHostException {
    Random random = new Random(20261124);
    for (int i = 0; i < ROUNDS; i++) {
      boolean v4 = random.nextBoolean();
      byte[] network = bytes(random, v4);
      byte[] address = near(random, network);
      int prefix = random.nextInt(network.length * 8 + 1);
      String block = text(network) + "/" + prefix;
      int shift = network.length * 8 - prefix;
      boolean expected =
          new BigInteger(1, network)
              .shiftRight(shift)
              .equals(new BigInteger(1, address).shiftRight(shift));
      assertThat(Cidr.parse(block).orElseThrow().contains(ip(address)))
          .as("%s holds %s", block, text(address))
          .isEqualTo(expected);
    }
  }

  @Test
  void noTextIsEverABlockByAccidentOrAnException() {
    Random random = new Random(7);
    String alphabet = "0123456789abcdef:./%[]x ";
    int blocks = 0;
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      boolean parsed = Cidr.parse(text.toString()).isPresent();
      boolean plausible = text.toString().matches("[0-9a-f:.]+(/[0-9]{1,3})?");
      assertThat(parsed && !plausible).as(text.toString()).isFalse();
      blocks += parsed ? 1 : 0;
    }
    assertThat(blocks).isLessThan(ROUNDS / 10);
  }

  private static byte[] bytes(Random random, boolean v4) {
    byte[] bytes = new byte[v4 ? 4 : 16];
    random.nextBytes(bytes);
    if (!v4) {
      bytes[0] = 0x20; // never a mapped address, which is IPv4 to us
    } else if (bytes[0] == 0) {
      bytes[0] = 1; // 0.0.0.0/0 has a meaning of its own
    }
    return bytes;
  }

  /** An address that shares a random number of leading bits, so that both outcomes are common. */
  private static byte[] near(Random random, byte[] network) {
    byte[] address = network.clone();
    int bit = 8 + random.nextInt(network.length * 8 - 8);
    address[bit / 8] ^= (byte) (0x80 >>> (bit % 8));
    return address;
  }

  private static String text(byte[] address) throws UnknownHostException {
    return InetAddress.getByAddress(address).getHostAddress();
  }

  private static Ip ip(byte[] address) throws UnknownHostException {
    return Ip.parse(text(address)).orElseThrow();
  }
}
