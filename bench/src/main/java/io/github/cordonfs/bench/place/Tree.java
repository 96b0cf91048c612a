package io.github.cordonfs.bench.place;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A directory to work in.
 *
 * @param root the directory
 * @param owner closed when it is no longer needed
 */
public record Tree(Path root, Closeable owner) implements Closeable {

  /** Bytes of a small file. */
  public static final int CONTENT = 100;

  /** Returns a tree whose files stay when the JVM ends unless they are deleted. */
  static Tree onDisk(Path root) {
    return new Tree(root, () -> delete(root));
  }

  /** Makes a small file. */
  public static void create(Path file, ByteBuffer content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.clear();
      channel.write(content);
    }
  }

  /** Reads a small file as far as a buffer has room. */
  public static int read(Path file, ByteBuffer buffer) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      buffer.clear();
      return channel.read(buffer);
    }
  }

  /** Fills directories with small files. */
  public static void fill(Path parent, int directories, int filesInEach) throws IOException {
    ByteBuffer content = ByteBuffer.allocateDirect(CONTENT);
    for (int i = 0; i < directories; i++) {
      Path directory = Files.createDirectory(parent.resolve("directory-" + i));
      for (int j = 0; j < filesInEach; j++) {
        create(directory.resolve("file-" + j), content);
      }
    }
  }

  /** Deletes a directory and all that is in it. Returns how many files and directories it were. */
  public static int delete(Path directory) throws IOException {
    Deletion deletion = new Deletion();
    Files.walkFileTree(directory, deletion);
    return deletion.count;
  }

  @Override
  public void close() throws IOException {
    owner.close();
  }

  /** Deletes files on the way down and directories on the way up. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    private int count;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      count++;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      count++;
      return FileVisitResult.CONTINUE;
    }
  }
}
