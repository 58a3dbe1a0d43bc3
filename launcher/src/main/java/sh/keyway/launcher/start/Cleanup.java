package sh.keyway.launcher.start;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to undo at the end, last thing first. May be closed while things are still being added. */
final class Cleanup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

  private final Deque<Step> steps = new ArrayDeque<>();
  private boolean closed;

  /**
   * Remembers what to undo. Undoes it at once if everything else is already undone, and then fails:
   * the start it belongs to has been overtaken by the stop.
   */
  void add(String what, AutoCloseable undo) throws StartFailure {
    Step step = new Step(what, undo);
    synchronized (this) {
      if (!closed) {
        steps.push(step);
        return;
      }
    }
    step.run();
    throw StartFailure.failed("Stopped while starting.");
  }

  /** From now on, whatever is added is undone at once. */
  synchronized void refuse() {
    closed = true;
  }

  /** Undoes everything; what fails is logged and does not keep the rest from being undone. */
  @Override
  public void close() {
    while (true) {
      Step step;
      synchronized (this) {
        closed = true;
        step = steps.poll();
      }
      if (step == null) {
        return;
      }
      step.run();
    }
  }

  private record Step(String what, AutoCloseable undo) {
    void run() {
      try {
        undo.close();
      } catch (Exception e) {
        LOG.warn("{} did not stop cleanly", what, e);
      }
    }
  }
}
