package io.github.cordonfs.hadoop;

import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * Makes committers that want the store's own file system, such as those of S3A, where {@link
 * CordonCachingFileSystem} is in front of it: they get the file system that is wrapped. Tasks write
 * through the wrapper, which passes that on.
 *
 * <p>Set {@code mapreduce.outputcommitter.factory.scheme.s3a} to it. Which committer it is says
 * {@code fs.s3a.committer.name}, as ever. Thread-safe.
 */
public class CordonCommitterFactory extends PathOutputCommitterFactory {

  /** The factory that makes them. */
  static final String FACTORY = "fs.cordon.committer.factory";

  private static final String DEFAULT = "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory";

  /**
   * Hadoop keeps a file system for each scheme and user, and would give the wrapper to whoever asks
   * for the store: so the committers ask as the same user, known under another identity. One for
   * each user, so that they share a file system.
   */
  private static final Map<UserGroupInformation, UserGroupInformation> APART =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Made by Hadoop. */
  public CordonCommitterFactory() {}

  @Override
  public PathOutputCommitter createOutputCommitter(Path path, TaskAttemptContext context)
      throws IOException {
    Configuration conf = new Configuration(context.getConfiguration());
    String scheme = path.getFileSystem(conf).getUri().getScheme();
    conf.set("fs." + scheme + ".impl", WrappedClass.name(scheme, conf));
    String name = conf.getTrimmed(FACTORY, DEFAULT);
    UserGroupInformation user = UserGroupInformation.getCurrentUser();
    try {
      PathOutputCommitterFactory factory =
          ReflectionUtils.newInstance(
              conf.getClassByName(name).asSubclass(PathOutputCommitterFactory.class), conf);
      TaskAttemptContext unwrapped = new TaskAttemptContextImpl(conf, context.getTaskAttemptID());
      UserGroupInformation apart = APART.computeIfAbsent(user, CordonCommitterFactory::apart);
      PathOutputCommitter committer =
          apart.doAs(
              (PrivilegedExceptionAction<PathOutputCommitter>)
                  () -> factory.createOutputCommitter(path, unwrapped));
      return new UnwrappedCommitter(committer, apart, path, context);
    } catch (ClassNotFoundException e) {
      throw new IOException("the factory of committers, by " + FACTORY + ", is not there", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while making a committer for " + path, e);
    }
  }

  private static UserGroupInformation apart(UserGroupInformation user) {
    UserGroupInformation same = UserGroupInformation.createRemoteUser(user.getUserName());
    same.addCredentials(user.getCredentials());
    return same;
  }
}
