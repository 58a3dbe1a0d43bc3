package sh.keyway.launcher.cli;

import sh.keyway.launcher.DataFolder;

/** Finds the management listener of the server that runs on a data folder. */
final class AdminApi {
  private AdminApi() {}

  /** A client of it. Fails if no server runs there; the folder belongs to whoever may use it. */
  static Api of(DataFolder folder) throws CommandFailure {
    return new Api(
        RunningServer.read(folder, folder.controlAddress()),
        RunningServer.read(folder, folder.controlToken()));
  }
}
