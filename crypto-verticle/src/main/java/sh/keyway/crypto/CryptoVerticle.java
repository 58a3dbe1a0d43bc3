package sh.keyway.crypto;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sh.keyway.contracts.Problem;
import sh.keyway.contracts.Problem.Kind;
import sh.keyway.contracts.bus.RoomServer;
import sh.keyway.contracts.crypto.AskKeys;
import sh.keyway.contracts.crypto.CryptoRoom;
import sh.keyway.contracts.crypto.HeldKeys;
import sh.keyway.contracts.crypto.Open;
import sh.keyway.contracts.crypto.OpenUpstream;
import sh.keyway.contracts.crypto.Opened;
import sh.keyway.contracts.crypto.Seal;
import sh.keyway.contracts.crypto.Sealed;

/**
 * Serves the operations of the crypto room. Deploy one instance per event loop that shall work for
 * it; instances share nothing but the keys. The one place where a failure becomes a problem: each
 * is logged once with what it was about, and the asker is told one of two fixed texts.
 */
public final class CryptoVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(CryptoVerticle.class);
  private static final Problem NOT_OPENED =
      Problem.of(Kind.INTERNAL_ERROR, "A stored secret could not be opened");
  private static final Problem NOT_SEALED =
      Problem.of(Kind.INTERNAL_ERROR, "A secret could not be sealed");
  private static final Problem TOO_LARGE =
      Problem.of(Kind.PAYLOAD_TOO_LARGE, "The secrets are too large to be stored");

  private final KeyRing keys;
  private final Envelope envelope;

  /** Serves with these keys, which the deployer destroys after undeploying. */
  public CryptoVerticle(KeyRing keys) {
    this.keys = keys;
    this.envelope = new Envelope(keys);
  }

  @Override
  public Future<?> start() {
    RoomServer server = new RoomServer(vertx);
    return Future.all(
        server.on(CryptoRoom.SEAL, this::seal),
        server.on(CryptoRoom.OPEN, this::open),
        server.on(CryptoRoom.OPEN_UPSTREAM, this::openUpstream),
        server.on(CryptoRoom.KEYS, this::keys));
  }

  /** Wipes the subkeys. */
  @Override
  public Future<?> stop() {
    envelope.close();
    return Future.succeededFuture();
  }

  private Future<Sealed> seal(Seal seal) {
    byte[] plaintext = seal.plaintext();
    try {
      if (plaintext.length > Envelope.MAX_PLAINTEXT) {
        return failed(TOO_LARGE);
      }
      if (wiped(plaintext)) {
        LOG.error("not sealed: this request was used before; {}", seal);
        return failed(NOT_SEALED);
      }
      return Future.succeededFuture(
          new Sealed(envelope.seal(seal.binding(), seal.keyVersion(), plaintext)));
    } catch (EnvelopeException e) {
      LOG.error("not sealed: {}; {}", e.getMessage(), seal);
      return failed(NOT_SEALED);
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private Future<Opened> open(Open open) {
    try {
      return Future.succeededFuture(new Opened(envelope.open(open.binding(), open.sealed())));
    } catch (EnvelopeException e) {
      int keyVersion = Envelope.keyVersion(open.sealed());
      LOG.error("not opened: {}; key {}, {}", e.getMessage(), keyVersion, open);
      return failed(NOT_OPENED);
    }
  }

  private Future<Opened> openUpstream(OpenUpstream open) {
    try {
      return Future.succeededFuture(
          new Opened(
              envelope.openUpstream(open.keyVersion(), open.iv(), open.ciphertext(), open.tag())));
    } catch (EnvelopeException e) {
      LOG.error("not opened: {}; {}", e.getMessage(), open);
      return failed(NOT_OPENED);
    }
  }

  private Future<HeldKeys> keys(AskKeys ask) {
    return Future.succeededFuture(new HeldKeys(keys.versions()));
  }

  /**
   * Whether these are the zeros we leave behind. A request sent a second time after a timeout must
   * not store zeros in place of secrets; no plaintext of the house consists of zeros.
   */
  private static boolean wiped(byte[] plaintext) {
    for (byte b : plaintext) {
      if (b != 0) {
        return false;
      }
    }
    return plaintext.length > 0;
  }

  private static <T> Future<T> failed(Problem problem) {
    return Future.failedFuture(problem.exception());
  }
}
