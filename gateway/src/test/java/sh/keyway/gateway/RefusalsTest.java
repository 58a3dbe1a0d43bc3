package sh.keyway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Scope;
import sh.keyway.contracts.secrets.ApiKeyIdentity;
import sh.keyway.contracts.secrets.IdentifyApiKey;
import sh.keyway.contracts.secrets.RecordRefusal;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.gateway.support.House;
import sh.keyway.gateway.support.Reply;
import sh.keyway.gateway.support.Samples;

/** What the gateway refuses a known principal by itself is in the audit before it is answered. */
class RefusalsTest {
  private static final String PULL = "/v1/secrets/pull?repo=acme/api&environment=production";
  private House house;

  @BeforeEach
  void start() {
    house = new House();
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void aMissingScopeIsRecorded() {
    house.room().says(SecretsRoom.IDENTIFY_API_KEY, key(EnumSet.of(Scope.WRITE_SECRETS)));

    Reply reply = house.get(PULL, "User-Agent: keyway-cli/dev");

    assertThat(reply.status()).isEqualTo(403);
    RecordRefusal recorded = recorded();
    assertThat(recorded.request()).isEqualTo("GET /v1/secrets/pull");
    assertThat(recorded.detail()).isEqualTo("API key missing required scope(s): read:secrets");
    assertThat(recorded.caller().principal()).isInstanceOf(Principal.ApiKey.class);
    assertThat(recorded.caller().client().userAgent()).isEqualTo("keyway-cli/dev");
    assertThat(house.room().asked()).noneMatch(asked -> asked.toString().contains("Pull["));
  }

  @Test
  void anAddressThatIsNotAllowedIsRecorded() {
    house
        .room()
        .says(
            SecretsRoom.IDENTIFY_API_KEY,
            new ApiKeyIdentity(
                UUID.randomUUID(),
                Samples.USER_ID,
                EnumSet.allOf(Scope.class),
                List.of("192.0.2.0/24"),
                null));

    assertThat(house.get(PULL).status()).isEqualTo(401);
    assertThat(recorded().caller().client().ip()).isEqualTo("127.0.0.1");
  }

  @Test
  void whatCannotBeRecordedIsA503() {
    house.room().says(SecretsRoom.IDENTIFY_API_KEY, key(EnumSet.of(Scope.WRITE_SECRETS)));
    house.room().refuses(SecretsRoom.RECORD_REFUSAL, Problem.unavailable("away"));

    assertThat(house.get(PULL).status()).isEqualTo(503);
  }

  @Test
  void aCredentialThatIsOverIsA401WhateverItLacks() {
    house.room().says(SecretsRoom.IDENTIFY_API_KEY, key(EnumSet.of(Scope.WRITE_SECRETS)));
    house
        .room()
        .refuses(
            SecretsRoom.RECORD_REFUSAL,
            Problem.of(Problem.Kind.UNAUTHORIZED, "Invalid or revoked API key"));

    assertThat(house.get(PULL).status()).isEqualTo(401);
    house.get(PULL);
    assertThat(house.room().asked(IdentifyApiKey.class)).as("is not kept").hasSize(2);
  }

  @Test
  void whoIsNotKnownLeavesNoRow() {
    assertThat(house.call("GET", PULL).status()).isEqualTo(401);
    assertThat(house.call("GET", PULL, "Authorization: Bearer nonsense").status()).isEqualTo(401);

    assertThat(house.room().asked(RecordRefusal.class)).isEmpty();
  }

  private RecordRefusal recorded() {
    List<RecordRefusal> recorded = house.room().asked(RecordRefusal.class);
    assertThat(recorded).hasSize(1);
    return recorded.getFirst();
  }

  private static ApiKeyIdentity key(EnumSet<Scope> scopes) {
    return new ApiKeyIdentity(UUID.randomUUID(), Samples.USER_ID, scopes, List.of(), null);
  }
}
