package io.github.cordonfs.nio.mount;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.DirectPolicy;
import io.github.cordonfs.os.MemoryLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mounts that go round the cache of the operating system, and those that do not. */
@Tag("B22")
class DirectPolicyTest {

  private static final int PAGE = 4096;
  private static final int O_DIRECT =
      System.getProperty("os.arch").equals("aarch64") ? 0x10000 : 0x4000;

  @TempDir Path disk;

  private CordonFileSystem mount(DirectPolicy policy) throws IOException {
    return Cordon.mount(
        disk, CordonOptions.builder().size("16m").writable(true).direct(policy).build());
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource
  void filesAreReadAndWrittenWhereverTheyEnd(DirectPolicy policy) throws IOException {
    byte[] content = bytes(1, (5 << 20) + 17);
    Files.write(disk.resolve("file"), content);
    try (CordonFileSystem fs = mount(policy);
        FileChannel channel = FileChannel.open(fs.getPath("/file"), READ, WRITE)) {
      assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(content);
      byte[] written = bytes(2, 3 * PAGE + 5);
      channel.write(ByteBuffer.wrap(written), (4 << 20) + 100);
      System.arraycopy(written, 0, content, (4 << 20) + 100, written.length);
      channel.force(true);
      assertThat(Files.readAllBytes(disk.resolve("file"))).isEqualTo(content);
      Files.write(fs.getPath("/file"), bytes(3, 100), APPEND);
      channel.truncate(content.length + 50);
    }
    assertThat(Files.readAllBytes(disk.resolve("file")))
        .startsWith(content)
        .hasSize(content.length + 50)
        .endsWith(Arrays.copyOf(bytes(3, 100), 50));
  }

  @Test
  void theSystemIsAskedForItAsThePolicySays() throws IOException {
    Files.write(disk.resolve("file"), bytes(4, 3 * PAGE));
    try (CordonFileSystem fs = mount(DirectPolicy.NEVER)) {
      assertThat(Files.readAllBytes(fs.getPath("/file"))).hasSize(3 * PAGE);
      assertThat(hasDirectHandle()).isFalse();
    }
    try (CordonFileSystem fs = mount(DirectPolicy.AUTO)) {
      assertThat(Files.readAllBytes(fs.getPath("/file"))).hasSize(3 * PAGE);
      assertThat(hasDirectHandle()).isFalse(); // of a cache as small as that
    }
    try (CordonFileSystem fs = mount(DirectPolicy.ALWAYS)) {
      assertThat(Files.readAllBytes(fs.getPath("/file"))).hasSize(3 * PAGE);
      assumeTrue(isPossible(), "the file system of the directory has no direct access");
      assertThat(hasDirectHandle()).isTrue();
    }
  }

  @Test
  void aCacheOfHalfTheMemoryGoesRoundTheSystems() throws IOException {
    Files.write(disk.resolve("file"), bytes(5, 3 * PAGE));
    assumeTrue(isPossible(), "the file system of the directory has no direct access");
    // By default it is of half the memory, as far as that can be had.
    try (CordonFileSystem fs = Cordon.mount(disk, CordonOptions.defaults())) {
      long total = MemoryLimit.ofThisProcess().total();
      assumeTrue(fs.memoryUsage().capacityBytes() >= total / 4, "too little memory is free");
      assertThat(Files.readAllBytes(fs.getPath("/file"))).isEqualTo(bytes(5, 3 * PAGE));
      assertThat(hasDirectHandle()).isTrue();
    }
  }

  /** Returns whether the JDK can open a file of the directory in this way. */
  private boolean isPossible() {
    try {
      Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
      var direct = (OpenOption) options.getField("DIRECT").get(null);
      FileChannel.open(disk.resolve("file"), READ, direct).close();
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("ExtendedOpenOption", e);
    }
  }

  private boolean hasDirectHandle() throws IOException {
    String real = disk.resolve("file").toRealPath().toString();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.anyMatch(fd -> {
        try {
          String info = Files.readString(Path.of("/proc/self/fdinfo", "" + fd.getFileName()));
          String flags = info.lines().filter(line -> line.startsWith("flags:")).findFirst().get();
          boolean direct = (Integer.parseInt(flags.substring(6).strip(), 8) & O_DIRECT) != 0;
          return direct && Files.readSymbolicLink(fd).toString().equals(real);
        } catch (IOException e) {
          return false; // closed meanwhile: the descriptor of the list itself
        }
      });
    }
  }
}
