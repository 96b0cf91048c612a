package io.github.cordonfs.bench.open;

import io.github.cordonfs.bench.place.FileSystemTarget;
import io.github.cordonfs.bench.place.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program of a JVM that makes its first file system, and says when it can be used. */
final class FirstUseProbe {

  private FirstUseProbe() {}

  /**
   * Writes a byte to a file and reads it, and then writes it to the standard output.
   *
   * @param args the name of the {@link FileSystemTarget}
   */
  public static void main(String[] args) throws IOException {
    try (Tree tree = FileSystemTarget.of(args[0]).open()) {
      Path file = Files.write(tree.root().resolve("file"), new byte[] {'1'});
      System.out.write(Files.readAllBytes(file)[0]);
      System.out.flush();
    }
  }
}
