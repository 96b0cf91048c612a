package io.github.cordonfs.hadoop;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.MultipartUploaderBuilder;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.util.Progressable;

/** What a file system hands out to change files by later: each says when it has changed one. */
final class NoticedWrites {

  private NoticedWrites() {}

  /** A stream whose file is another one when it is closed. */
  static final class Stream extends FSDataOutputStream {
    private final Runnable changed;

    Stream(FSDataOutputStream out, Runnable changed) {
      super(out, null, out.getPos());
      this.changed = changed;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        changed.run();
      }
    }
  }

  /** Makes a stream by what changes files. */
  interface Opener {
    FSDataOutputStream open(NoticingFileSystem.Change<FSDataOutputStream> change)
        throws IOException;
  }

  /** Hands everything on to the builder of another file system. */
  @SuppressWarnings("rawtypes") // as file systems declare it
  static final class Builder extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
    private final FSDataOutputStreamBuilder made;
    private final Opener opener;

    Builder(FileSystem fs, Path path, FSDataOutputStreamBuilder made, Opener opener) {
      super(fs, path);
      this.made = made;
      this.opener = opener;
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public Builder permission(FsPermission permission) {
      made.permission(permission);
      return this;
    }

    @Override
    public Builder bufferSize(int bytes) {
      made.bufferSize(bytes);
      return this;
    }

    @Override
    public Builder replication(short replicas) {
      made.replication(replicas);
      return this;
    }

    @Override
    public Builder blockSize(long bytes) {
      made.blockSize(bytes);
      return this;
    }

    @Override
    public Builder recursive() {
      made.recursive();
      return this;
    }

    @Override
    public Builder progress(Progressable progress) {
      made.progress(progress);
      return this;
    }

    @Override
    public Builder create() {
      made.create();
      return this;
    }

    @Override
    public Builder overwrite(boolean overwrite) {
      made.overwrite(overwrite);
      return this;
    }

    @Override
    public Builder append() {
      made.append();
      return this;
    }

    @Override
    public Builder checksumOpt(Options.ChecksumOpt checksum) {
      made.checksumOpt(checksum);
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      for (String each : getOptionalKeys()) {
        made.opt(each, getOptions().get(each));
      }
      for (String each : getMandatoryKeys()) {
        made.must(each, getOptions().get(each));
      }
      return opener.open(made::build);
    }
  }

  /** Deletes by another one. */
  record Deletes(BulkDelete made, Runnable changed) implements BulkDelete {

    @Override
    public int pageSize() {
      return made.pageSize();
    }

    @Override
    public Path basePath() {
      return made.basePath();
    }

    @Override
    public List<Map.Entry<Path, String>> bulkDelete(Collection<Path> paths) throws IOException {
      try {
        return made.bulkDelete(paths);
      } finally {
        changed.run();
      }
    }

    @Override
    public IOStatistics getIOStatistics() {
      return made.getIOStatistics();
    }

    @Override
    public void close() throws IOException {
      made.close();
    }
  }

  /** Returns a builder whose uploaders say that they changed something. */
  @SuppressWarnings("rawtypes") // as file systems declare it
  static MultipartUploaderBuilder uploads(MultipartUploaderBuilder made, Runnable changed) {
    return (MultipartUploaderBuilder)
        Proxy.newProxyInstance(
            NoticedWrites.class.getClassLoader(),
            new Class<?>[] {MultipartUploaderBuilder.class},
            (proxy, method, arguments) -> {
              Object result = call(made, method, arguments);
              return result instanceof MultipartUploaderBuilder
                  ? proxy
                  : result instanceof MultipartUploader uploader
                      ? uploader(uploader, changed)
                      : result;
            });
  }

  private static Object uploader(MultipartUploader made, Runnable changed) {
    return Proxy.newProxyInstance(
        NoticedWrites.class.getClassLoader(),
        new Class<?>[] {MultipartUploader.class},
        (_proxy, method, arguments) -> {
          Object result = call(made, method, arguments);
          return result instanceof CompletableFuture<?> future
              ? future.whenComplete((_done, _error) -> changed.run())
              : result;
        });
  }

  private static Object call(Object made, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(made, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
