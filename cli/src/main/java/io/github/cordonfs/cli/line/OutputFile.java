package io.github.cordonfs.cli.line;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A file that a command writes when it is done. A file that exists is replaced by the whole new one
 * or stays as it is; a device, a pipe or what a dangling link leads to is written to. The new file
 * gets the permissions that the umask leaves.
 */
public final class OutputFile {

  private final Path file;

  /** Names a file, and does nothing yet. */
  public OutputFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * Returns why the file cannot be written, or null if it can be, as far as can be seen. What takes
   * long should begin with this.
   */
  public @Nullable String problem() {
    Path directory = file.getParent();
    if (directory == null || Files.isDirectory(file)) {
      return file + " is a directory";
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      return "cannot write to " + file + ": permission denied";
    }
    try {
      if (isReplaced()) {
        directory = target().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
          return "there is no directory " + directory;
        }
        Files.delete(createTemporary(directory));
      }
    } catch (IOException e) {
      return "cannot write to " + directory + ": " + Reason.of(e);
    }
    return null;
  }

  /** Writes the file. */
  public void write(String text) throws IOException {
    if (!isReplaced()) {
      Files.writeString(file, text);
      return;
    }
    Path target = target();
    Path directory = target.getParent();
    if (directory == null) {
      throw new FileSystemException(file.toString(), null, "is a directory");
    }
    Path temporary = createTemporary(directory);
    try {
      Files.writeString(temporary, text);
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private boolean isReplaced() {
    return Files.isRegularFile(file) || Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the file itself where its name is that of a symbolic link. */
  private Path target() throws IOException {
    return Files.exists(file) ? file.toRealPath() : file;
  }

  /** Not by {@link Files#createTempFile}, whose files nobody else may read. */
  private static Path createTemporary(Path directory) throws IOException {
    String name = ".cordon-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = directory.resolve(name);
    Files.newByteChannel(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
        .close();
    return temporary;
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
