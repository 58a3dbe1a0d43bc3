package sh.keyway.secrets.installation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import sh.keyway.contracts.secrets.Done;
import sh.keyway.contracts.secrets.ReceiveWebhook;
import sh.keyway.contracts.secrets.SecretsRoom;
import sh.keyway.secrets.database.Database;
import sh.keyway.secrets.database.Sql;
import sh.keyway.secrets.serving.Desk;
import sh.keyway.secrets.serving.Service;

/**
 * What GitHub tells us (http-auth §6). A delivery is noted in the transaction of its effect, so it
 * acts once, and one whose transaction failed may come again.
 */
public final class Webhooks implements Service {
  /** Bodies up to this many bytes are read on the event loop: about a millisecond. */
  private static final int SMALL = 65_536;

  /** GitHub does not send again what failed, so that a lost race for a lock is run again. */
  private static final int TRIES = 3;

  private static final String NOTE =
      "insert into webhook_deliveries (id, event) values ($1, $2) on conflict do nothing returning id";

  private final Vertx vertx;
  private final Database database;

  /** Acts on this database. */
  public Webhooks(Vertx vertx, Database database) {
    this.vertx = vertx;
    this.database = database;
  }

  @Override
  public void serveAt(Desk desk) {
    desk.on(SecretsRoom.RECEIVE_WEBHOOK, this::receive);
  }

  /** Takes a webhook in; see {@link ReceiveWebhook}. */
  public Future<Done> receive(ReceiveWebhook webhook) {
    return read(webhook)
        .compose(effect ->
            effect.isEmpty()
                ? Future.succeededFuture()
                : database.transaction(TRIES, tx -> once(tx, webhook, effect.get())))
        .map(new Done());
  }

  private Future<Optional<Effect>> read(ReceiveWebhook webhook) {
    return webhook.body().length <= SMALL
        ? Future.succeededFuture(effect(webhook))
        : vertx.executeBlocking(() -> effect(webhook), false);
  }

  private static Optional<Effect> effect(ReceiveWebhook webhook) {
    Payload payload = Payload.parse(webhook.body());
    return Events.effect(
        new Delivery(webhook.client(), webhook.deliveryId(), webhook.event(), payload));
  }

  private static Future<Void> once(Sql transaction, ReceiveWebhook webhook, Effect effect) {
    return transaction
        .run(NOTE, Tuple.of(webhook.deliveryId(), webhook.event()))
        .compose(noted ->
            noted.size() == 0 ? Future.succeededFuture() : effect.apply(transaction).mapEmpty());
  }
}
