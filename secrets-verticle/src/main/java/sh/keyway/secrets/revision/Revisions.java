package sh.keyway.secrets.revision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import sh.keyway.contracts.Principal;
import sh.keyway.contracts.bus.RoomClient;
import sh.keyway.contracts.crypto.Binding;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.crypto.Open;
import sh.keyway.contracts.crypto.Seal;
import sh.keyway.contracts.crypto.Sealed;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.identity.CredentialKind;
import sh.keyway.secrets.identity.Credentials;
import sh.keyway.secrets.key.WritingKey;
import sh.keyway.secrets.permission.Grant;

/** Reads, opens and seals revisions. */
public final class Revisions {
  /** Bytes of ciphertext up to which revisions are read together. */
  static final int LARGE = 65_536;

  private static final int REMEMBERED = 10_000;
  private static final Map<CredentialKind, String> FIND_HEAD =
      CredentialKind.statements(kind ->
          """
          select e.head, r.secret_count,
            case when $4 or octet_length(r.sealed) <= %d then r.sealed end as sealed
          from environments e
          left join revisions r on r.environment_id = e.id and r.number = e.head
          where e.id = $2 and e.policy_revision = $3 and %s
          """
              .formatted(LARGE, kind.proof("$1")));

  private final Sql reads;
  private final RoomClient rooms;
  private final WritingKey key;
  private final Lane lane;
  private final Cache<UUID, Boolean> large =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterAccess(Duration.ofHours(1)).build();

  /** Reads through the pipe, opens and seals through the crypto room. */
  public Revisions(Vertx vertx, Sql reads, RoomClient rooms, WritingKey key) {
    this.reads = reads;
    this.rooms = rooms;
    this.key = key;
    lane = new Lane(vertx);
  }

  /**
   * Reads the head of the grant's environment: one SELECT of one row, which also proves that the
   * credential and the policy the grant was made at still hold, and one decryption. Large ones take
   * turns; one that is large for the first time costs a second SELECT.
   *
   * @param reader gets the body, which is wiped afterwards
   * @return empty if the proof failed
   */
  public <T> Future<Optional<HeadRead<T>>> read(
      Principal principal, Grant grant, UUID environmentId, Function<byte[], T> reader) {
    if (large.getIfPresent(environmentId) != null) {
      return lane.inTurn(() -> readNow(principal, grant, environmentId, true, reader));
    }
    return readNow(principal, grant, environmentId, false, reader);
  }

  private <T> Future<Optional<HeadRead<T>>> readNow(
      Principal principal,
      Grant grant,
      UUID environmentId,
      boolean whole,
      Function<byte[], T> reader) {
    return reads
        .run(
            Credentials.statement(FIND_HEAD, principal),
            Tuple.of(Credentials.id(principal), environmentId, grant.policyRevision(), whole))
        .compose(rows -> {
          if (rows.size() == 0) {
            return Future.succeededFuture(Optional.empty());
          }
          Row row = rows.iterator().next();
          long number = row.getLong(0);
          Integer count = row.getInteger(1);
          Buffer sealed = row.getBuffer(2);
          if (count != null && sealed == null) {
            large.put(environmentId, true);
            return read(principal, grant, environmentId, reader);
          }
          if (count == null || count == 0 || sealed == null) {
            T nothing = reader.apply(RevisionBody.encode(Collections.emptySortedMap()));
            return Future.succeededFuture(Optional.of(new HeadRead<>(number, 0, nothing)));
          }
          if (sealed.length() <= LARGE) {
            large.invalidate(environmentId);
          }
          Binding binding = Binding.revision(grant.vaultId(), environmentId, number);
          return open(binding, sealed.getBytes(), reader)
              .map(content -> Optional.of(new HeadRead<>(number, count, content)));
        });
  }

  private <T> Future<T> open(Binding binding, byte[] sealed, Function<byte[], T> reader) {
    return rooms
        .call(CryptoRoom.OPEN, new Open(binding, sealed))
        .map(opened -> {
          T read = reader.apply(opened.plaintext());
          Arrays.fill(opened.plaintext(), (byte) 0);
          return read;
        });
  }

  /** The ciphertext of a revision to be. */
  public Future<Sealed> seal(
      UUID vaultId, UUID environmentId, long number, SortedMap<String, String> secrets) {
    byte[] body = RevisionBody.encode(secrets);
    Seal request = new Seal(Binding.revision(vaultId, environmentId, number), key.version(), body);
    Arrays.fill(body, (byte) 0);
    return rooms.call(CryptoRoom.SEAL, request);
  }

  /** The key version that {@link #seal} writes with. */
  public int keyVersion() {
    return key.version();
  }
}
