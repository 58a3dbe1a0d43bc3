package sh.keyway.secrets.serving;

/** A part of the room that answers operations. */
@FunctionalInterface
public interface Service {
  /** Has its operations answered at this desk. */
  void serveAt(Desk desk);
}
