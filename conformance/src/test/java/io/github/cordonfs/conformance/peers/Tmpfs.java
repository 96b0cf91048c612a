package io.github.cordonfs.conformance.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Directories of the default file system that are in memory, as the reference that others are
 * compared with.
 */
public final class Tmpfs {

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final AtomicBoolean SAID = new AtomicBoolean();

  private Tmpfs() {}

  /** Makes a new directory; on a tmpfs, or else, and then it says so, where temporary files go. */
  public static Path newDirectory() throws IOException {
    return Files.createTempDirectory(parent(), "cordon-conformance-").toRealPath();
  }

  private static Path parent() throws IOException {
    if (Files.isDirectory(SHARED_MEMORY)
        && Files.isWritable(SHARED_MEMORY)
        && Files.getFileStore(SHARED_MEMORY).type().equals("tmpfs")) {
      return SHARED_MEMORY;
    }
    Path elsewhere = Path.of(System.getProperty("java.io.tmpdir"));
    if (!SAID.getAndSet(true)) {
      System.out.printf(
          "%s is no tmpfs that can be written to: compared with %s, of type %s%n",
          SHARED_MEMORY, elsewhere, Files.getFileStore(elsewhere).type());
    }
    return elsewhere;
  }

  /** Returns the permissions that the kernel takes from what this process makes. */
  public static int umask() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String umask = lines.filter(line -> line.startsWith("Umask:")).findFirst().orElseThrow();
      return Integer.parseInt(umask.substring("Umask:".length()).strip(), 8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a directory and all that is in it. */
  public static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
