package sh.keyway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class BlockedThreadsTest {
  @Test
  void aBlockedEventLoopFailsItsTestClass() throws Exception {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setBlockedThreadCheckInterval(10)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(20)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS));
    BlockedThreads.begin();
    assertThatCode(BlockedThreads::check).doesNotThrowAnyException();

    CountDownLatch free = new CountDownLatch(1);
    vertx.runOnContext(on -> awaitFound());
    vertx.runOnContext(on -> free.countDown());
    awaitFound();
    assertThatThrownBy(BlockedThreads::check).hasMessageContaining("event loops were blocked");

    // The blocking was on purpose: this class itself is not to fail for it.
    assertThat(free.await(10, TimeUnit.SECONDS)).isTrue();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    BlockedThreads.begin();
  }

  private static void awaitFound() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!BlockedThreads.found() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
