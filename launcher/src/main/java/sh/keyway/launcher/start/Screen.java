package sh.keyway.launcher.start;

import java.nio.file.Path;

/** The one screen {@code start} prints. */
final class Screen {
  private Screen() {}

  /**
   * Its text.
   *
   * @param address where the API answers
   * @param forge who says who may what
   * @param folder the data folder
   * @param tokenFile where the owner's key is
   * @param tokenThere whether that file exists
   * @param command what was typed to run this program
   */
  static String text(
      String address,
      String forge,
      Path folder,
      Path tokenFile,
      boolean tokenThere,
      String command) {
    String owner =
        tokenThere ? tokenFile.toString() : "handed out at the first start, no longer kept here";
    String head =
        """
        Keyway is ready.
          address      %s
          roles from   %s
          data folder  %s
          owner's key  %s
        """
            .formatted(address, forge, folder, owner);
    if (!tokenThere) {
      return head;
    }
    return head
        + """

        Try it in another terminal:
          echo 'GREETING=hello' > demo.env
          %1$s push acme/api development demo.env
          %1$s pull acme/api development -
        The published client works too, inside a clone of the repository:
          export KEYWAY_API_URL=%2$s KEYWAY_TOKEN="$(cat %3$s)"
          keyway push -e development
          keyway pull -e development
        """
            .formatted(command, address, quoted(tokenFile.toString()));
  }

  /** For the shell; left alone where that needs no quotes. */
  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
