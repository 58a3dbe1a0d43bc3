package sh.keyway.contracts.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.keyway.contracts.Client;
import sh.keyway.contracts.Platform;
import sh.keyway.contracts.connect.AskTokenRole;
import sh.keyway.contracts.connect.ExchangeCode;
import sh.keyway.contracts.connect.IdentifyToken;
import sh.keyway.contracts.connect.ListOrganizations;
import sh.keyway.contracts.connect.RefreshTokens;
import sh.keyway.contracts.connect.SignedIn;
import sh.keyway.contracts.connect.UserTokens;
import sh.keyway.contracts.connect.VerifyOidc;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.Open;
import sh.keyway.contracts.crypto.OpenUpstream;
import sh.keyway.contracts.crypto.Opened;
import sh.keyway.contracts.crypto.Seal;
import sh.keyway.contracts.crypto.Sealed;
import sh.keyway.contracts.secrets.CancelSignIn;
import sh.keyway.contracts.secrets.CompleteSignIn;
import sh.keyway.contracts.secrets.CreatedApiKey;
import sh.keyway.contracts.secrets.DecideDevice;
import sh.keyway.contracts.secrets.DeviceApproval;
import sh.keyway.contracts.secrets.DeviceStarted;
import sh.keyway.contracts.secrets.ExchangeOidc;
import sh.keyway.contracts.secrets.IdentifyGitHubToken;
import sh.keyway.contracts.secrets.LoginLink;
import sh.keyway.contracts.secrets.PollDevice;
import sh.keyway.contracts.secrets.Pulled;
import sh.keyway.contracts.secrets.Push;
import sh.keyway.contracts.secrets.ReceiveWebhook;
import sh.keyway.contracts.secrets.RedeemLoginLink;
import sh.keyway.contracts.secrets.RequestApproval;
import sh.keyway.contracts.secrets.SecretValue;
import sh.keyway.contracts.secrets.ShowLoginLink;
import sh.keyway.contracts.secrets.SignInCompleted;
import sh.keyway.contracts.secrets.SignInStarted;
import sh.keyway.contracts.secrets.StartSignIn;

/** No record gives a secret away when it is printed (architecture rule 11). */
class CanaryTest {
  private static final String CANARY = "canary-in-the-mine";
  private static final byte[] BYTES = CANARY.getBytes(StandardCharsets.UTF_8);
  private static final Binding HERE = Binding.revision(new UUID(1, 2), new UUID(3, 4), 5);

  /** Names of members whose text is a secret wherever they occur. */
  private static final Set<String> SECRET =
      Set.of(
          "token",
          "secrets",
          "content",
          "value",
          "code",
          "codeVerifier",
          "accessToken",
          "refreshToken",
          "state",
          "verifier",
          "cookie",
          "deviceCode",
          "userCode");

  /** The types known to carry one; a new one shows up in {@link #theListIsComplete}. */
  private static final Set<Class<? extends Record>> CARRIERS =
      Set.of(
          CreatedApiKey.class,
          Push.class,
          SecretValue.class,
          ExchangeCode.class,
          SignedIn.class,
          UserTokens.class,
          RefreshTokens.class,
          IdentifyToken.class,
          AskTokenRole.class,
          ListOrganizations.class,
          VerifyOidc.class,
          StartSignIn.class,
          SignInStarted.class,
          CompleteSignIn.class,
          SignInCompleted.class,
          CancelSignIn.class,
          DeviceStarted.class,
          PollDevice.class,
          RequestApproval.class,
          DeviceApproval.class,
          DecideDevice.class,
          LoginLink.class,
          ShowLoginLink.class,
          RedeemLoginLink.class,
          IdentifyGitHubToken.class,
          ExchangeOidc.class);

  private static final Set<Class<? extends Record>> BYTE_CARRIERS =
      Set.of(
          Open.class,
          OpenUpstream.class,
          Opened.class,
          Seal.class,
          Sealed.class,
          Pulled.class,
          ReceiveWebhook.class);

  @ParameterizedTest
  @MethodSource("carriers")
  void aSecretTextIsNotPrinted(Class<? extends Record> type) {
    Record carrier = Samples.with(type, CANARY, SECRET::contains);

    assertThat(holds(carrier)).as("the canary is planted").isTrue();
    assertThat(carrier.toString()).doesNotContain(CANARY);
    assertThat(new Reply.Ok(carrier).toString()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @MethodSource("byteCarriers")
  void secretBytesAreNotPrinted(Record carrier) {
    for (Object printed : new Object[] {carrier, new Reply.Ok(carrier)}) {
      assertThat(printed.toString())
          .doesNotContain(CANARY)
          .doesNotContain(Arrays.toString(BYTES))
          .doesNotContain(Base64.getEncoder().encodeToString(BYTES))
          .doesNotContainIgnoringCase(HexFormat.of().formatHex(BYTES));
    }
  }

  @Test
  void theListIsComplete() {
    assertThat(Samples.types().filter(CanaryTest::carries))
        .containsExactlyInAnyOrderElementsOf(CARRIERS);
    assertThat(Samples.types().filter(t -> members(t).anyMatch(m -> m.getType() == byte[].class)))
        .containsExactlyInAnyOrderElementsOf(BYTE_CARRIERS);
    assertThat(byteCarriers().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(BYTE_CARRIERS);
  }

  static Stream<Class<? extends Record>> carriers() {
    return CARRIERS.stream();
  }

  static Stream<Record> byteCarriers() {
    return Stream.of(
        new Open(HERE, BYTES),
        new OpenUpstream(1, BYTES, BYTES, BYTES),
        new Opened(BYTES),
        new Pulled(1, 1, BYTES),
        new ReceiveWebhook(new Client("::1", null, Platform.API, "r"), "d", "ping", BYTES),
        new Seal(HERE, 1, BYTES),
        new Sealed(BYTES));
  }

  /** Also one whose member is a record that carries one. */
  private static boolean carries(Class<?> type) {
    return members(type)
        .anyMatch(m -> isSecretText(m) || (m.getType().isRecord() && carries(m.getType())));
  }

  private static Stream<RecordComponent> members(Class<?> type) {
    return Arrays.stream(type.getRecordComponents());
  }

  private static boolean isSecretText(RecordComponent member) {
    return SECRET.contains(member.getName()) && member.getType() != byte[].class;
  }

  private static boolean holds(Record carrier) {
    return members(carrier.getClass())
        .map(m -> {
          try {
            return m.getAccessor().invoke(carrier);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        })
        .anyMatch(v ->
            CANARY.equals(v)
                || (v instanceof Map<?, ?> map && map.containsValue(CANARY))
                || (v instanceof Record nested && holds(nested)));
  }
}
