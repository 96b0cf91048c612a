package io.github.cordonfs.hadoop;

import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * A committer that does all under an identity for which Hadoop has another file system than the
 * wrapper. Safe for use by several threads as far as the other committer is.
 */
final class UnwrappedCommitter extends PathOutputCommitter implements StreamCapabilities {

  private final PathOutputCommitter committer;
  private final UserGroupInformation user;

  UnwrappedCommitter(
      PathOutputCommitter committer,
      UserGroupInformation user,
      Path path,
      TaskAttemptContext context)
      throws IOException {
    super(path, context);
    this.committer = committer;
    this.user = user;
  }

  private interface Work {
    void run() throws IOException;
  }

  private interface Question {
    boolean ask() throws IOException;
  }

  private void as(Work work) throws IOException {
    ask(() -> {
      work.run();
      return true;
    });
  }

  private boolean ask(Question question) throws IOException {
    try {
      return user.doAs((PrivilegedExceptionAction<Boolean>) question::ask);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in " + committer, e);
    }
  }

  @Override
  public Path getOutputPath() {
    return committer.getOutputPath();
  }

  @Override
  public Path getWorkPath() throws IOException {
    return committer.getWorkPath();
  }

  @Override
  public boolean hasCapability(String capability) {
    return committer instanceof StreamCapabilities known && known.hasCapability(capability);
  }

  @Override
  public void setupJob(JobContext job) throws IOException {
    as(() -> committer.setupJob(job));
  }

  @Override
  public void commitJob(JobContext job) throws IOException {
    as(() -> committer.commitJob(job));
  }

  @Override
  public void abortJob(JobContext job, JobStatus.State state) throws IOException {
    as(() -> committer.abortJob(job, state));
  }

  @Override
  @Deprecated
  public void cleanupJob(JobContext job) throws IOException {
    as(() -> committer.cleanupJob(job));
  }

  @Override
  public boolean isCommitJobRepeatable(JobContext job) throws IOException {
    return ask(() -> committer.isCommitJobRepeatable(job));
  }

  @Override
  @Deprecated
  public boolean isRecoverySupported() {
    return committer.isRecoverySupported();
  }

  @Override
  public boolean isRecoverySupported(JobContext job) throws IOException {
    return ask(() -> committer.isRecoverySupported(job));
  }

  @Override
  public void setupTask(TaskAttemptContext task) throws IOException {
    as(() -> committer.setupTask(task));
  }

  @Override
  public boolean needsTaskCommit(TaskAttemptContext task) throws IOException {
    return ask(() -> committer.needsTaskCommit(task));
  }

  @Override
  public void commitTask(TaskAttemptContext task) throws IOException {
    as(() -> committer.commitTask(task));
  }

  @Override
  public void abortTask(TaskAttemptContext task) throws IOException {
    as(() -> committer.abortTask(task));
  }

  @Override
  public void recoverTask(TaskAttemptContext task) throws IOException {
    as(() -> committer.recoverTask(task));
  }

  @Override
  public String toString() {
    return committer + ", past the cache";
  }
}
