package sh.keyway.secrets.installation;

import sh.keyway.contracts.Client;

/**
 * A webhook that has been read.
 *
 * @param client where it came from
 * @param id GitHub's id of the delivery
 * @param event what it is about
 * @param payload its JSON
 */
record Delivery(Client client, String id, String event, Payload payload) {}
