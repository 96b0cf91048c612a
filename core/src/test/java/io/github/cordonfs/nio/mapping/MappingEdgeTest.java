package io.github.cordonfs.nio.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.cordonfs.CollapseReport.Reason;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MappedPoisonPolicy;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mappings at the limits. */
@SuppressWarnings({
  "MustBeClosedChecker", // arenas that are closed by somebody else
  "restricted" // to look at the rest of a page
})
class MappingEdgeTest extends CordonFixture {

  @Test
  @Tag("M3")
  void aPrivateMappingOfTheLastPageThereCanBeHasItsData() throws IOException {
    try (CordonFileChannel channel = readWrite("/far");
        Arena arena = Arena.ofConfined()) {
      long last = Long.MAX_VALUE - (PAGE - 1);
      channel.write(ByteBuffer.wrap(bytes(100)), last);
      MemorySegment map = channel.map(MapMode.PRIVATE, last, 100, arena);
      assertThat(map.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes(100));
    }
  }

  @Test
  @Tag("F0")
  void whatStandsBehindTheEndInARecycledFrameShowsInNoMappingAndNotWhenTheFileGrows()
      throws IOException {
    for (MapMode mode : new MapMode[] {MapMode.READ_ONLY, MapMode.READ_WRITE, MapMode.PRIVATE}) {
      recycleFrames();
      try (CordonFileChannel channel = readWrite("/small");
          Arena arena = Arena.ofConfined()) {
        channel.write(ByteBuffer.wrap(bytes(100)), 0);
        MemorySegment map = channel.map(mode, 0, 100, arena).reinterpret(PAGE);
        for (int i = 100; i < PAGE; i++) {
          assertThat(map.get(ValueLayout.JAVA_BYTE, i)).as(mode + " " + i).isZero();
        }
      }
      Files.delete(path("/small"));
    }
    recycleFrames();
    try (CordonFileChannel channel = readWrite("/small");
        Arena arena = Arena.ofConfined()) {
      MemorySegment map = channel.map(MapMode.READ_WRITE, 0, 10, arena).reinterpret(PAGE);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(bytes(100)), 0);
      assertThat(map.get(ValueLayout.JAVA_BYTE, 100)).isZero();
      channel.setSize(PAGE);
      assertThat(Files.readAllBytes(path("/small"))).endsWith(new byte[PAGE - 100]);
    }
  }

  /** Lets a file full of bytes go, whose frames the next one gets. */
  private void recycleFrames() throws IOException {
    Files.delete(file("/large", (int) SIZE / 2));
  }

  @Test
  @Tag("M1")
  void anArenaThatIsRefusedLeavesTheFileAsItWas() throws Exception {
    try (CordonFileChannel channel = readWrite("/file");
        Arena confined = Arena.ofConfined();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Arena closed = Arena.ofShared();
      closed.close();
      assertThatThrownBy(() -> channel.map(MapMode.READ_WRITE, 0, PAGE, closed))
          .isInstanceOf(IllegalStateException.class);
      Future<?> mapping = other.submit(() -> channel.map(MapMode.PRIVATE, 0, PAGE, confined));
      assertThatThrownBy(mapping::get).hasCauseInstanceOf(WrongThreadException.class);
      assertThat(channel.size()).isZero();
      assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
    }
  }

  @Test
  @Tag("M1")
  void aSmallMappingOfABrokenUpFileCountsForWhatItIs() throws IOException {
    try (FileSystem small =
            Cordon.newFileSystem(options().toBuilder().huge(HugePolicy.NEVER).build());
        Arena arena = Arena.ofShared()) {
      CordonFileChannel channel =
          CordonFileChannel.of(
              FileChannel.open(
                  small.getPath("/file"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE));
      // Backwards: no two adjacent pages are in adjacent frames.
      for (int page = 511; page >= 0; page--) {
        channel.write(ByteBuffer.wrap(bytes(PAGE)), (long) page * PAGE);
      }
      for (int i = 0; i < 200; i++) {
        MemorySegment map = channel.map(MapMode.READ_ONLY, (long) i * PAGE, PAGE, arena);
        assertThat(map.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(bytes(PAGE)[0]);
      }
    }
  }

  @Test
  @Tag("A12")
  @Tag("S24")
  void aPageThatFailedBehindTheEndFaultsWhenTheFileGrowsOverIt() throws IOException {
    try (CordonFileSystem notify =
            Cordon.newFileSystem(
                options().toBuilder().onMappedPoison(MappedPoisonPolicy.NOTIFY).build());
        Arena arena = Arena.ofShared()) {
      Path path = notify.getPath("/file");
      CordonFileChannel channel =
          CordonFileChannel.of(
              FileChannel.open(
                  path,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE));
      MemorySegment map = channel.map(MapMode.READ_ONLY, 0, 2 * PAGE, arena);
      channel.truncate(PAGE);
      channel.allocate(PAGE, PAGE, true);
      var failures = notify.memoryFailures();
      failures.strikeFrame(failures.frameOf(path, PAGE));
      channel.setSize(2 * PAGE);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), PAGE))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(MappingTest.faults(map, PAGE)).isTrue();
      assertThat(MappingTest.faults(map, 0)).isFalse();
    }
  }

  @Test
  @Tag("F6")
  void collapseOfASparseFileOfAnySizeComesToAnEnd() throws IOException {
    try (CordonFileChannel channel = readWrite("/sparse")) {
      channel.setSize(1L << 50);
      channel.write(ByteBuffer.wrap(bytes(PAGE)), 1L << 40);
      var report =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> channel.collapse(0, Long.MAX_VALUE));
      int others = (1 << 29) - 1;
      assertThat(report.joined() + report.notJoined().getOrDefault(Reason.ALREADY_HUGE, 0))
          .isEqualTo(1);
      assertThat(report.notJoined()).containsEntry(Reason.EMPTY, others);
      // Whole pieces in the range only.
      assertThat(channel.collapse(PAGE, 5L << 21).notJoined()).containsEntry(Reason.EMPTY, 4);
      assertThat(channel.collapse(0, (5L << 21) - 1).notJoined()).containsEntry(Reason.EMPTY, 4);
    }
  }
}
