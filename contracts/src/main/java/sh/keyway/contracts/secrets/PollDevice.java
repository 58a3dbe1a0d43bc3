package sh.keyway.contracts.secrets;

import sh.keyway.contracts.Client;

/**
 * Has the device code been approved (http-auth §3.3). NOT_FOUND if there is no such code.
 *
 * @param deviceCode the client's secret
 * @param client the client
 */
public record PollDevice(String deviceCode, Client client) {
  /** Gives nothing away. */
  @Override
  public String toString() {
    return "PollDevice[" + client.requestId() + "]";
  }
}
