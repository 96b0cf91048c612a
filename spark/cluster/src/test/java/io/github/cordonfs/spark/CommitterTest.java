package io.github.cordonfs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.hadoop.CordonCachingFileSystem;
import io.github.cordonfs.hadoop.CordonCommitterFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S3A's own committers, where the cache is in front of S3A. */
class CommitterTest {

  private static final Path OUTPUT = new Path("s3a://" + S3Server.BUCKET + "/output");

  @TempDir java.nio.file.Path directory;
  private S3Server s3;
  private Configuration conf;

  @BeforeEach
  void start() throws Exception {
    s3 = new S3Server(directory);
    conf = s3.configure(new Configuration());
    conf.set("fs.s3a.impl", CordonCachingFileSystem.class.getName());
    conf.set("fs.cordon.cache.size", "64m");
    conf.set("fs.s3a.committer.name", "magic");
    conf.set("fs.s3a.buffer.dir", directory.toString());
    conf.set("mapreduce.job.id", "job_1_0001");
    conf.set("fs.s3a.committer.uuid", "one");
  }

  @AfterEach
  void stop() throws IOException {
    FileSystem.closeAll();
    s3.close();
  }

  private TaskAttemptContextImpl task(int number) {
    TaskID task = new TaskID("1", 1, TaskType.MAP, number);
    return new TaskAttemptContextImpl(conf, new TaskAttemptID(task, 0));
  }

  private PathOutputCommitter committer(int task) throws IOException {
    return PathOutputCommitterFactory.createCommitter(OUTPUT, task(task));
  }

  private void runTask(int number, String text, boolean commit) throws IOException {
    PathOutputCommitter committer = committer(number);
    committer.setupTask(task(number));
    Path file = new Path(committer.getWorkPath(), "part-" + number);
    FileSystem fs = file.getFileSystem(conf);
    assertThat(fs).isInstanceOf(CordonCachingFileSystem.class);
    try (FSDataOutputStream out = fs.create(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    if (commit) {
      assertThat(committer.needsTaskCommit(task(number))).isTrue();
      committer.commitTask(task(number));
    } else {
      committer.abortTask(task(number));
    }
  }

  @Test
  void withoutTheFactoryTheyRefuseTheCache() {
    assertThatThrownBy(() -> committer(0)).isInstanceOf(IOException.class);
  }

  @Test
  void withItTasksThatCommitAreSeenWhenTheJobCommitsAndNotBefore() throws IOException {
    conf.set(
        "mapreduce.outputcommitter.factory.scheme.s3a", CordonCommitterFactory.class.getName());
    PathOutputCommitter job = committer(0);
    assertThat(job).asString().contains("MagicCommitter", "past the cache");
    job.setupJob(task(0));
    runTask(1, "one", true);
    runTask(2, "two", false);
    runTask(3, "three", true);
    FileSystem fs = OUTPUT.getFileSystem(conf);
    assertThat(fs.exists(new Path(OUTPUT, "part-1"))).isFalse();
    job.commitJob(task(0));
    assertThat(fs.listStatus(OUTPUT))
        .extracting(each -> each.getPath().getName())
        .contains("part-1", "part-3")
        .doesNotContain("part-2");
    assertThat(((CordonCachingFileSystem) fs).isCaching()).isTrue();
    try (FSDataInputStream in = fs.open(new Path(OUTPUT, "part-3"))) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("three");
    }
  }
}
