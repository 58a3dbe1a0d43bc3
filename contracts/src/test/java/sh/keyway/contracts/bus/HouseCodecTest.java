package sh.keyway.contracts.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keyway.contracts.Caller;
import sh.keyway.contracts.Client;
import sh.keyway.contracts.FieldError;
import sh.keyway.contracts.Platform;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.connect.ConnectRoom;
import sh.keyway.contracts.crypto.AskKeys;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.crypto.Seal;
import sh.keyway.contracts.secrets.GetVault;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.SecretValue;
import sh.keyway.contracts.secrets.SecretsRoom;

/** What is written on one node is read on another, and nothing else is. */
class HouseCodecTest {
  private static final String CANARY = "canary-in-the-mine";
  private static final int BEFORE = 7;

  private final HouseCodec codec = new HouseCodec(Samples.operations());

  @ParameterizedTest
  @MethodSource("samples")
  void everyRecordComesBackMemberByMember(Record sent) {
    assertThat(roundTrip(sent)).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(sent);
    assertThat(roundTrip(new Reply.Ok(sent)))
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .isEqualTo(new Reply.Ok(sent));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void localDeliveryHandsOverTheSameInstance(Record sent) {
    assertThat(codec.transform(sent)).isSameAs(sent);
  }

  @ParameterizedTest
  @EnumSource(Problem.Kind.class)
  void everyProblemComesBack(Problem.Kind kind) {
    Problem plain = Problem.of(kind, "détail \"\n");
    Problem full =
        new Problem(kind, "", List.of(new FieldError("", "a"), new FieldError("secrets.A", "b")));

    assertThat(roundTrip(new Reply.Failed(plain))).isEqualTo(new Reply.Failed(plain));
    assertThat(roundTrip(new Reply.Failed(full))).isEqualTo(new Reply.Failed(full));
  }

  @Test
  void samplesAreWorthTheirName() {
    List<Record> samples = Samples.all().toList();
    List<Class<? extends Record>> types = Samples.types().toList();

    assertThat(types).hasSizeGreaterThan(40);
    assertThat(samples).hasSize(10 * types.size());
    assertThat(samples.stream().map(String::valueOf).toList())
        .anyMatch(s -> s.contains("principal=ApiKey["))
        .anyMatch(s -> s.contains("principal=Session["))
        .anyMatch(s -> s.contains("principal=Operator["))
        .anyMatch(s -> s.contains("answer=Has["))
        .anyMatch(s -> s.contains("answer=None["))
        .anyMatch(s -> s.contains("answer=NoInstallation["))
        .anyMatch(s -> s.contains("answer=NoRepository["))
        .anyMatch(s -> s.contains("answer=Unreachable["))
        .anyMatch(s -> s.contains("userAgent=null"));
  }

  @Test
  void aLargePlaintextComesBack() {
    byte[] plaintext = new byte[8 << 20];
    new Random(1).nextBytes(plaintext);
    Seal sent = new Seal(Binding.revision(new UUID(1, 1), new UUID(2, 2), 1), 1, plaintext);

    Seal read = (Seal) roundTrip(sent);

    assertThat(Arrays.equals(read.plaintext(), plaintext)).isTrue();
  }

  @Test
  void unknownMembersAreIgnoredAtEveryDepth() {
    UUID user = new UUID(5, 6);
    Object read =
        read(
            1,
            0,
            "GetVault",
            """
            {"later":{"a":[1]},"repoFullName":"acme/api","caller":{"since":"v9","principal":
            {"kind":"session","userId":"%s","sessionId":"%s","device":7},"client":{"ip":"::1","userAgent":null,
            "platform":"cli","requestId":"r","country":"AT"}}}
            """
                .formatted(user, user));

    assertThat(read)
        .isEqualTo(
            new GetVault(
                new Caller(
                    new Principal.Session(user, user), new Client("::1", null, Platform.CLI, "r")),
                "acme/api"));
  }

  @ParameterizedTest
  @MethodSource("forbiddenTypes")
  void aTypeThatIsNotOnTheListIsRefused(String name) {
    for (int kind : new int[] {0, 1}) {
      assertThatThrownBy(() -> read(1, kind, name, "{}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("message type not allowed");
    }
  }

  static Stream<String> forbiddenTypes() {
    return Stream.of(
        "",
        "Object",
        "java.util.HashMap",
        "Caller",
        "Binding",
        "Problem",
        "askkeys",
        "AskKeys ",
        "sh.keyway.contracts.crypto.AskKeys",
        "é".repeat(127));
  }

  @Test
  void aRoomsTypesAreRefusedWhereTheCodecWasNotToldOfThem() {
    HouseCodec cryptoOnly = new HouseCodec(CryptoRoom.operations());

    assertThat(cryptoOnly.decodeFromWire(0, wire(1, 0, "AskKeys", "{}"))).isEqualTo(new AskKeys());
    assertThatThrownBy(() -> cryptoOnly.decodeFromWire(0, wire(1, 0, "AskHealth", "{}")))
        .hasMessage("message type not allowed");
  }

  @Test
  void anUnknownFormatIsRefused() {
    for (int format : new int[] {0, 2, 0x7b, 0xff}) {
      assertThatThrownBy(() -> read(format, 0, "AskKeys", "{}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("unknown message format");
    }
  }

  @Test
  void anUnknownKindIsRefused() {
    for (int kind : new int[] {3, 0x7f, 0xff}) {
      assertThatThrownBy(() -> read(1, kind, "AskKeys", "{}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("unknown kind of message");
    }
  }

  @Test
  void everyTruncationIsRefused() {
    Buffer whole = wire(1, 0, "GetVault", "{\"caller\":null,\"repoFullName\":\"a/b\"}");

    assertThat(codec.decodeFromWire(0, whole)).isInstanceOf(GetVault.class);
    for (int length = 0; length < whole.length(); length++) {
      Buffer cut = whole.getBuffer(0, length);
      assertThatThrownBy(() -> codec.decodeFromWire(0, cut))
          .isInstanceOfAny(IndexOutOfBoundsException.class, IllegalArgumentException.class);
    }
  }

  @Test
  void whatCannotBeReadIsNotQuoted() {
    for (String body :
        List.of(
            "{\"caller\":{\"principal\":{\"kind\":\"" + CANARY + "\"}}}",
            "{\"caller\":\"" + CANARY + "\"}",
            "{\"secrets\":[\"" + CANARY + "\"]}",
            "{\"exact\":\"" + CANARY + "\"}",
            CANARY,
            "{\"secrets\":{\"A\":\"" + CANARY)) {
      assertThatThrownBy(() -> read(1, 0, "Push", body))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Push cannot be read: ")
          .hasNoCause()
          .message()
          .doesNotContain(CANARY);
    }
  }

  @Test
  void whatCannotBeWrittenIsNotQuoted() {
    record Broken(String value) {
      @Override
      @SuppressWarnings("UnusedMethod") // called by the writer
      public String value() {
        throw new IllegalStateException(CANARY);
      }
    }

    assertThatThrownBy(() -> codec.encodeToWire(Buffer.buffer(), new Broken("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Broken cannot be written: ")
        .hasNoCause()
        .message()
        .doesNotContain(CANARY);
  }

  @Test
  void anUnpairedSurrogateComesBackAsItWas() {
    SecretValue sent = new SecretValue("A", "a\ud800b\udc00", "qa");

    assertThat(roundTrip(sent)).isEqualTo(sent);
  }

  @Test
  void everyValueOfAPushComesBackBitForBit() {
    Map<String, String> nasty =
        Map.of(
            "quotes",
            "\"'`\\\"",
            "blank",
            " \t ",
            "empty",
            "",
            "controls",
            "\u0000\u0001\u007f\u2028",
            "emoji",
            "👩‍👩‍👧‍👦\uFEFF",
            "lines",
            "a\r\nb\n",
            "long",
            "x".repeat(65_536));

    Push read =
        (Push)
            roundTrip(
                new Push(
                    Samples.with(Push.class, "", n -> false).caller(),
                    "a/b",
                    "production",
                    nasty,
                    true));

    assertThat(read.secrets()).isEqualTo(nasty);
  }

  @Test
  void twoTypesOfOneNameAreRefusedAtOnce() {
    record Done() {}
    List<Operation<?, ?>> both =
        List.of(SecretsRoom.DELETE_VAULT, Operation.of("twin", Done.class, Done.class));

    assertThatThrownBy(() -> new HouseCodec(both)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void noAddressIsUsedTwice() {
    assertThat(Samples.operations().stream().map(Operation::address).toList())
        .doesNotHaveDuplicates()
        .hasSize(
            CryptoRoom.operations().size()
                + SecretsRoom.operations().size()
                + ConnectRoom.operations().size());
  }

  static Stream<Record> samples() {
    return Samples.all();
  }

  /** As the bus does it: the message lies somewhere inside a larger buffer. */
  private Object roundTrip(Object message) {
    Buffer buffer = Buffer.buffer(new byte[BEFORE]);
    codec.encodeToWire(buffer, message);
    return codec.decodeFromWire(BEFORE, buffer.appendString("what follows"));
  }

  private Object read(int format, int kind, String type, String body) {
    return codec.decodeFromWire(0, wire(format, kind, type, body));
  }

  private static Buffer wire(int format, int kind, String type, String body) {
    byte[] name = type.getBytes(StandardCharsets.UTF_8);
    byte[] text = body.getBytes(StandardCharsets.UTF_8);
    return Buffer.buffer()
        .appendUnsignedByte((short) format)
        .appendUnsignedByte((short) kind)
        .appendUnsignedByte((short) name.length)
        .appendBytes(name)
        .appendInt(text.length)
        .appendBytes(text);
  }
}
