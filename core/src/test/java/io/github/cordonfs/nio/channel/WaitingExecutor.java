package io.github.cordonfs.nio.channel;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs nothing: it hands tasks to a list, for a test to run when it is time. */
final class WaitingExecutor extends AbstractExecutorService {

  private final List<Runnable> waiting;

  WaitingExecutor(List<Runnable> waiting) {
    this.waiting = waiting;
  }

  @Override
  public void execute(Runnable command) {
    waiting.add(command);
  }

  @Override
  public void shutdown() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Runnable> shutdownNow() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
