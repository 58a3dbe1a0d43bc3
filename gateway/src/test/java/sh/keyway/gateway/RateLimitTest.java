package sh.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.secrets.IdentifyGitHubToken;
import sh.keyway.contracts.secrets.PollDevice;
import sh.keyway.contracts.secrets.StartSignIn;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Wire;

/** What may be done only so often (http-auth §1.6). */
class RateLimitTest {
  private static final String VERIFY = "/v1/auth/device/verify";
  private final House house = House.withGitHub();

  @BeforeEach
  void start() {
    house.room().forget();
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void anAttackerGuessesOnlyFiveUserCodesAMinute() {
    Reply refused = refusedAfter(5, () -> house.form(VERIFY, "user_code=AAAAA-AAAAA"));
    assertThat(refused.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(refused.body()).contains("<title>Keyway - Too Many Requests</title>");
    assertThat(house.room().asked(StartSignIn.class)).hasSize(5);
    assertThat(house.call("GET", VERIFY).status()).isEqualTo(200);
  }

  @Test
  void anAttackerWithAllAddressesOfANetworkGetsNoMoreThanTenOfThem() {
    String start = House.head("GET", "/v1/auth/github/start") + "\r\n";
    for (int i = 1; i <= 10; i++) {
      try (Wire wire = new Wire(house.port(), "127.0.7." + i)) {
        for (int j = 0; j < 60; j++) {
          assertThat(wire.send(start).read().status()).isEqualTo(302);
        }
      }
    }
    try (Wire eleventh = new Wire(house.port(), "127.0.7.11");
        Wire elsewhere = new Wire(house.port(), "127.0.8.1")) {
      Reply refused = eleventh.send(start).read();
      for (int i = 1; i < 60 && refused.status() == 302; i++) {
        refused = eleventh.send(start).read();
      }
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("x-ratelimit-limit")).isEqualTo("600");
      Reply good = elsewhere.send(start).read();
      assertThat(good.status()).isEqualTo(302);
      assertThat(good.header("x-ratelimit-limit")).isEqualTo("60");
    }
  }

  @Test
  void aRefusalSaysWhenToComeBack() {
    Supplier<Reply> start = () -> House.send(house.port(), "POST", "/v1/auth/device/start", "{}");
    Reply first = start.get();
    assertThat(first.header("x-ratelimit-limit")).isEqualTo("20");
    assertThat(first.header("x-ratelimit-remaining")).isEqualTo("19");
    Reply refused = refusedAfter(19, start);
    assertThat(refused.slug()).isEqualTo("rate-limited");
    assertThat(refused.json().getString("title")).isEqualTo("Too Many Requests");
    assertThat(refused.header("x-ratelimit-remaining")).isEqualTo("0");
    assertThat(Integer.parseInt("" + refused.header("retry-after"))).isBetween(1, 3);
    assertThat(Integer.parseInt("" + refused.header("x-ratelimit-reset"))).isBetween(50, 61);
  }

  @Test
  void oneCodeIsPolledOnlySoOftenAndOthersStillCanBe() {
    refusedAfter(40, () -> poll("one"));
    assertThat(poll("other").status()).isEqualTo(200);
    assertThat(house.room().asked(PollDevice.class)).hasSize(41);
  }

  @Test
  void anAttackerMakesUsAskGitHubOnlySoOften() {
    int[] number = new int[1];
    refusedAfter(60, () -> bearer("ghp_" + String.format("%036d", number[0]++)));
    assertThat(house.room().asked(IdentifyGitHubToken.class)).hasSize(60);
    assertThat(bearer("ghp_" + "0".repeat(36)).status()).isEqualTo(200);
  }

  private Reply bearer(String token) {
    return house.call("GET", "/v1/users/me", "Authorization: Bearer " + token);
  }

  private Reply poll(String code) {
    return House.send(
        house.port(), "POST", "/v1/auth/device/poll", "{\"deviceCode\":\"" + code + "\"}");
  }

  private static Reply refusedAfter(int good, Supplier<Reply> request) {
    for (int i = 0; i < good; i++) {
      assertThat(request.get().status()).isNotEqualTo(429);
    }
    Reply refused = request.get();
    assertThat(refused.status()).isEqualTo(429);
    return refused;
  }
}
