package io.github.cordonfs.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CordonFileSystem;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * A program that knows nothing of Cordon, but for one check: it writes files of the disk below the
 * path that is its argument, and its JVM has the overlay for writing there.
 */
public final class ProgramWritesDisk {

  private ProgramWritesDisk() {}

  public static void main(String[] args) throws IOException {
    Path data = Path.of(args[0]);
    assertThat(Files.readString(data.resolve("config"))).isEqualTo("before");
    Path replaced = Files.writeString(data.resolve("config.tmp"), "after");
    Files.move(
        replaced,
        data.resolve("config"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(new File(data.toFile(), "config")).hasContent("after");
    System.out.println("replaced");

    Path archive = data.resolve("archive.zip");
    URI uri = URI.create("jar:" + archive.toUri());
    try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
      Files.writeString(zip.getPath("/entry"), "zipped");
    }
    System.out.println("zipped");

    Path tree = Files.createDirectories(data.resolve("tree/a/b")).getParent().getParent();
    Files.writeString(tree.resolve("a/b/file"), "x");
    Files.createTempFile(tree, "temporary", ".tmp");
    deleteAll(tree);
    assertThat(tree).doesNotExist();
    System.out.println("deleted");

    assertThat(CordonFileSystem.of(FileSystems.getDefault()).memoryUsage().usedBytes())
        .isPositive();
    // Neither forced nor closed: the JVM ends.
    FileChannel log =
        FileChannel.open(data.resolve("log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    for (int i = 0; i < 1000; i++) {
      log.write(ByteBuffer.wrap(("line " + i + "\n").getBytes(StandardCharsets.UTF_8)));
    }
    System.out.println("logged");
  }

  private static void deleteAll(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
