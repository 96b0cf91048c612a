package io.github.cordonfs.cli.drill.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files of random bytes to do a drill on. */
public final class SampleFiles {

  public static final int FILES = 5;
  public static final long BYTES = 1_500_000 + (2 << 20) + 123_457 + 100 + 3 * 4096;
  public static final long PAGES = 367 + 512 + 31 + 1 + 3;

  private SampleFiles() {}

  public static void create(Path directory) throws IOException {
    Random random = new Random(1);
    write(directory.resolve("middle"), 1_500_000, random);
    write(directory.resolve("sub/huge"), (2 << 20) + 123_457, random);
    write(directory.resolve("sub/small"), 100, random);
    write(directory.resolve("sub/whole pages"), 3 * 4096, random);
    write(directory.resolve("empty"), 0, random);
  }

  private static void write(Path file, int size, Random random) throws IOException {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
