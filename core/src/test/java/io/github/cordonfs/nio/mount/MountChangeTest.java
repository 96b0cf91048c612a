package io.github.cordonfs.nio.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.nio.mapping.MappingFixture;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a mount that change while they are open and mapped. */
class MountChangeTest {

  private static final int PAGE = 4096;
  private static final int LENGTH = 3 << 20;

  @AutoClose private final ExecutorService threads = Executors.newCachedThreadPool();
  @TempDir private Path disk;
  private FileSystem mount;

  @BeforeEach
  void open() throws IOException {
    write(disk.resolve("file"), 1);
    mount = Cordon.mount(disk, CordonOptions.builder().size(16L << 20).build());
  }

  @AfterEach
  void close() throws IOException {
    mount.close();
  }

  private static byte[] write(Path file, int seed) throws IOException {
    byte[] bytes = new byte[LENGTH];
    new Random(seed).nextBytes(bytes);
    Files.write(file, bytes);
    return bytes;
  }

  private static void look(FileSystem mount) throws IOException {
    FileChannel.open(mount.getPath("/file")).close();
  }

  @Test
  @Tag("B12")
  @Tag("B13")
  void aMappingShowsEveryPageAnew() throws Exception {
    try (FileChannel channel = FileChannel.open(mount.getPath("/file"));
        Arena arena = Arena.ofShared()) {
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, LENGTH, arena);
      byte[] other = write(disk.resolve("file"), 2);
      look(mount);
      assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(other);
    }
  }

  @Test
  @Tag("B12")
  @Tag("B13")
  void aMappingShowsWhatGrewAgain() throws Exception {
    try (FileChannel channel = FileChannel.open(mount.getPath("/file"));
        Arena arena = Arena.ofShared()) {
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, LENGTH, arena);
      Files.write(disk.resolve("file"), new byte[] {1});
      look(mount);
      assertThat(channel.size()).isOne();
      assertThat(MappingFixture.faults(mapped, 2 * PAGE)).isTrue();
      byte[] other = write(disk.resolve("file"), 2);
      look(mount);
      for (int page = 0; page < LENGTH / PAGE; page++) {
        for (int i = 0; i < 2000 && MappingFixture.faults(mapped, (long) page * PAGE); i++) {
          Thread.sleep(1);
        }
      }
      assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(other);
    }
  }

  /** Its channels are read by threads of their own, which must not wait for who opens the file. */
  @Test
  @Tag("B13")
  void aChangeOfAMappedFileOfAnyProviderIsNoticed() throws Exception {
    try (FileSystem memory = Cordon.newFileSystem();
        Arena arena = Arena.ofShared()) {
      Path behind = Files.createDirectory(memory.getPath("/behind"));
      write(behind.resolve("file"), 1);
      try (FileSystem over = Cordon.mount(behind, CordonOptions.builder().size(16L << 20).build());
          FileChannel channel = FileChannel.open(over.getPath("/file"))) {
        MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, LENGTH, arena);
        byte[] other = write(behind.resolve("file"), 2);
        threads
            .submit(() -> {
              look(over);
              return true;
            })
            .get(20, TimeUnit.SECONDS);
        assertThat(mapped.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(other);
      }
    }
  }
}
