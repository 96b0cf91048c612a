package io.github.cordonfs.junit;

import io.github.cordonfs.testkit.FaultDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Has {@code @TempDir Path} lie in memory, in a file system of its own. For one directory:
 * {@code @TempDir(factory = CordonTempDirFactory.class)}. For all, without a change of a test: the
 * configuration parameter {@code junit.jupiter.tempdir.factory.default}, with the name of this
 * class.
 *
 * <p>A {@code @TempDir File} cannot lie in memory: {@link Path#toFile} is not supported, and such a
 * test fails with that message.
 *
 * <p>Faults are made with {@link io.github.cordonfs.testkit.Faults#of}; they end before JUnit
 * deletes the directory. What JUnit is told to keep, by the cleanup mode, is copied to the disk.
 */
public final class CordonTempDirFactory implements TempDirFactory {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(CordonTempDirFactory.class);

  private @Nullable FaultDisk disk;
  private @Nullable Path directory;
  private @Nullable ExtensionContext context;

  /** For JUnit. */
  public CordonTempDirFactory() {}

  @Override
  public Path createTempDirectory(
      AnnotatedElementContext elementContext, ExtensionContext extensionContext)
      throws IOException {
    FaultDisk opened = FaultDisk.inCordon();
    disk = opened;
    context = extensionContext;
    directory = Files.createDirectories(opened.fileSystem().getPath("/tmp/junit"));
    // Closed before what JUnit put there earlier, which is what deletes the directory.
    AutoCloseable disarming = opened.faults()::disarm;
    extensionContext.getStore(NAMESPACE).put(opened, disarming);
    return directory;
  }

  @Override
  public void close() throws IOException {
    if (disk == null || directory == null) {
      return;
    }
    try (FaultDisk closing = disk) {
      closing.faults().disarm();
      if (Files.exists(directory)) {
        Path kept = Files.createTempDirectory("cordon-kept");
        copy(directory, kept);
        if (context != null) {
          context.publishReportEntry("kept", kept.toString());
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(from)) {
      all = found.toList();
    }
    for (Path each : all) {
      Path target = to.resolve(from.relativize(each).toString());
      if (Files.isDirectory(each)) {
        Files.createDirectories(target);
      } else {
        Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
