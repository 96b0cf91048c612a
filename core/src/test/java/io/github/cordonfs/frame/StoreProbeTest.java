package io.github.cordonfs.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.os.Linux;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a store on a memory file finds out what of its memory is bad. */
@EnabledOnOs(OS.LINUX)
@Tag("S50")
@Tag("U7")
class StoreProbeTest {

  private static final int LAST = Frames.HUGE_FRAMES - 1;

  @Test
  void aPageThatOnlyTheStoresOwnMappingStillShowsIsBad() throws IOException {
    try (MemoryFile good = new MemoryFile("cordon-test")) {
      Set<Integer> before = MemoryFiles.open();
      MemfdFrameStore store = open();
      PoolMemory memory = store.memory();
      int fd = MemoryFiles.openedSince(before);
      assertThat(memory.areReadable(0, Frames.HUGE_FRAMES)).contains(true);
      // As with a huge page that cannot be split: new mappings are refused, the old one is not.
      assertThat(Linux.overlay(memory.address(LAST), Frames.FRAME_BYTES, good.fd, 0, true))
          .isTrue();
      Linux.setSize(fd, (long) LAST << Frames.FRAME_SHIFT);
      assertThat(memory.isReadable(LAST)).isFalse();
      assertThat(memory.isReadable(LAST - 1)).isTrue();
      assertThat(memory.areReadable(0, Frames.HUGE_FRAMES)).contains(false);
      assertThat(memory.areReadable(0, LAST)).contains(true);
      assertThat(store.renew(LAST)).isTrue();
      assertThat(memory.areReadable(0, Frames.HUGE_FRAMES)).contains(true);
      store.close();
    }
  }

  @Test
  void aPageThatOnlyTheStoresOwnMappingRefusesIsBad() throws IOException {
    try (MemoryFile empty = new MemoryFile("cordon-test")) {
      Linux.setSize(empty.fd, 0);
      MemfdFrameStore store = open();
      PoolMemory memory = store.memory();
      assertThat(Linux.overlay(memory.address(7), Frames.FRAME_BYTES, empty.fd, 0, true)).isTrue();
      assertThat(memory.isReadable(7)).isFalse();
      assertThat(memory.isReadable(6)).isTrue();
      assertThat(memory.areReadable(0, Frames.HUGE_FRAMES)).contains(false);
      assertThat(memory.areReadable(8, 100)).contains(true);
      store.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Frames.HUGE_FRAMES})
  @Tag("S54")
  void aLookAtAStoreThatIsClosedTakesNoMemory(int count) throws IOException {
    MemfdFrameStore store = open();
    PoolMemory memory = store.memory();
    memory.zero(0, 0, Frames.HUGE_BYTES);
    assertThat(present(memory, 0)).isTrue();
    store.close();
    assertThat(present(memory, 0)).isFalse();
    assertThat(memory.isReadable(0)).isTrue();
    assertThat(memory.areReadable(0, count)).contains(true);
    assertThat(present(memory, 0)).isFalse();
    assertThat(store.renew(0)).isFalse();
  }

  private static MemfdFrameStore open() throws IOException {
    MemfdFrameStore store = new MemfdFrameStore(1, false);
    assertThat(store.populate(0)).isTrue();
    return store;
  }

  /** Whether there is a page behind an address: bit 63 of its entry, which everybody may see. */
  private static boolean present(PoolMemory memory, int frame) throws IOException {
    try (RandomAccessFile pagemap = new RandomAccessFile("/proc/self/pagemap", "r")) {
      pagemap.seek((memory.address(frame) >>> Frames.FRAME_SHIFT) * Long.BYTES);
      return (Long.reverseBytes(pagemap.readLong()) & 1L << 63) != 0;
    }
  }

  /** A page of memory of the test's own. */
  private static final class MemoryFile implements AutoCloseable {
    final int fd;

    MemoryFile(String name) throws IOException {
      fd = Linux.memfdCreate(name);
      assertThat(Linux.populate(fd, 0, Frames.FRAME_BYTES)).isZero();
    }

    @Override
    public void close() {
      Linux.close(fd);
    }
  }
}
