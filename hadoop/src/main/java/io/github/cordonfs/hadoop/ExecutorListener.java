package io.github.cordonfs.hadoop;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Follows which executors a driver has. */
final class ExecutorListener extends SparkListener {

  private final LiveExecutors executors;

  ExecutorListener(LiveExecutors executors) {
    this.executors = executors;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    executors.added(added.executorInfo().executorHost(), added.executorId());
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    executors.removed(removed.executorId());
  }
}
