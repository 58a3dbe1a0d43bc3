package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Client;

/**
 * A webhook of GitHub's whose signature the gateway verified (http-auth §6). Done once and for all
 * when answered; BAD_REQUEST if it is not what GitHub documents, any other failure means that
 * nothing of it was done and the same delivery may come again.
 *
 * @param client where it came from
 * @param deliveryId {@code X-GitHub-Delivery}, the same when GitHub delivers again; 1 to 100
 *     characters
 * @param event {@code X-GitHub-Event}
 * @param body the JSON, as signed; handed over without a copy
 */
public record ReceiveWebhook(Client client, String deliveryId, String event, byte[] body) {
  /** Without the body. */
  @Override
  public String toString() {
    return "ReceiveWebhook[" + event + ", " + deliveryId + ", " + body.length + " bytes]";
  }
}
