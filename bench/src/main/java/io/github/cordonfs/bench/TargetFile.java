package io.github.cordonfs.bench;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.testkit.FaultDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.h2.store.fs.FilePath;

/**
 * An open file of a target, and what is to be closed with it.
 *
 * @param channel open for reading and writing
 * @param owner what the file lives in; closing it frees the memory
 */
record TargetFile(FileChannel channel, Closeable owner) implements Closeable {

  /** Where Linux has a tmpfs that anybody may use. */
  static final Path TMPFS = Path.of("/dev/shm");

  static TargetFile ofCordon(CordonOptions options) throws IOException {
    return in(Cordon.newFileSystem(options));
  }

  static TargetFile ofJimfs(long size) throws IOException {
    return in(Jimfs.newFileSystem(Configuration.unix().toBuilder().setMaxSize(size).build()));
  }

  static TargetFile ofCordonKit(CordonOptions options) throws IOException {
    return in(FaultDisk.inCordon(options).fileSystem());
  }

  /**
   * Opens a file on the tmpfs.
   *
   * @param fileSystem the default one, or what wraps it
   */
  static TargetFile ofTmpfs(FileSystem fileSystem) throws IOException {
    Path path =
        fileSystem.getPath(
            TMPFS.resolve("cordon-bench-" + ProcessHandle.current().pid()).toString());
    // The JDK unlinks such a file when it opens it: nothing stays behind when the JVM is killed.
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.DELETE_ON_CLOSE);
    return new TargetFile(channel, channel);
  }

  static TargetFile ofH2() throws IOException {
    FilePath path = FilePath.get("nioMemFS:cordon-bench");
    return new TargetFile(path.open("rw"), path::delete);
  }

  private static TargetFile in(FileSystem fileSystem) throws IOException {
    FileChannel channel =
        FileChannel.open(
            fileSystem.getPath("/bench"),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW);
    return new TargetFile(channel, fileSystem);
  }

  @Override
  public void close() throws IOException {
    try (owner) {
      channel.close();
    }
  }
}
