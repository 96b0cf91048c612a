package io.github.cordonfs.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.SoftOfflineResult;
import io.github.cordonfs.failure.LogCapture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory that really went bad is found by whoever reads pages for reasons of its own. */
@EnabledOnOs(OS.LINUX)
@ParameterizedClass
@EnumSource(
    value = HugePolicy.class,
    names = {"NEVER", "ALWAYS"})
class PatrolTest {

  private static final int PAGE = 4096;
  private static final int BLOCK = 1 << 21;

  @Parameter HugePolicy huge;

  private final List<MemoryFailureEvent> events = new ArrayList<>();

  private FileSystem open() throws IOException {
    FileSystem fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(16 << 20)
                .huge(huge)
                .collapseRate(0)
                .patrolRate(0)
                .physicalHugePages(false)
                .injection(true)
                .build());
    CordonFileSystem.of(fs).memoryFailures().addListener(events::add);
    return fs;
  }

  private static CordonFileChannel file(Path path) throws IOException {
    CordonFileChannel channel =
        CordonFileChannel.of(
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    channel.write(ByteBuffer.wrap(new byte[BLOCK]), 0);
    return channel;
  }

  @Test
  @Tag("U7")
  @Tag("A10")
  @Tag("S23")
  void patrolFindsABadPageBeforeAReaderArrives() throws IOException {
    try (FileSystem fs = open()) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      Path path = fs.getPath("/f");
      CordonFileChannel channel = file(path);
      assertThat(failures.patrol()).isZero();
      int bad = failures.frameOf(path, 5 * PAGE);
      BadPage.inPool(path, bad);
      assertThat(failures.patrol()).isEqualTo(1);
      assertThat(failures.badRanges(path)).containsExactly(new ByteRange(5 * PAGE, PAGE));
      assertThat(events).hasSize(1);
      assertThat(events.getFirst().source()).isEqualTo(FailureSource.SCRUB);
      assertThat(failures.patrol()).as("known").isZero();
      channel.punchHole(5 * PAGE, PAGE);
      assertThat(failures.counters().outOfServiceBytes()).as("renewed").isZero();
      assertThat(failures.patrol()).isZero();
    }
  }

  @Test
  @Tag("U7")
  @Tag("H1")
  @Tag("U4")
  @Tag("S52")
  void patrolFindsABadFreeFrameAndHasItRenewed() throws IOException {
    try (FileSystem fs = open()) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      Path path = fs.getPath("/f");
      CordonFileChannel channel = file(path);
      int frame = failures.frameOf(path, 7 * PAGE);
      channel.truncate(0);
      BadPage.inPool(path, frame);
      assertThat(failures.patrol()).isEqualTo(1);
      assertThat(events).hasSize(1);
      // There is no page behind a bad address of this kind; there is one after it was renewed.
      assertThat(events.getFirst().kernelPfn()).isEmpty();
      assertThat(failures.counters().outOfServiceBytes()).isZero();
      assertThat(failures.patrol()).isZero();
      channel.write(ByteBuffer.wrap(new byte[BLOCK]), 0);
      assertThat(failures.badRanges(path)).isEmpty();
    }
  }

  @Test
  @Tag("S54")
  @Tag("U7")
  void aPatrolWhoseFileSystemIsClosedUnderItFindsNothingMore() throws IOException {
    FileSystem fs = open();
    MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
    Path path = fs.getPath("/f");
    file(path);
    BadPage.inPool(path, failures.frameOf(path, 0));
    BadPage.inPool(path, failures.frameOf(path, PAGE));
    failures.addListener(_ -> {
      try {
        fs.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    assertThat(failures.patrol()).isEqualTo(1);
    assertThat(events).hasSize(1);
  }

  @Test
  @Tag("S23")
  @Tag("H14")
  void whatThePatrolFindsIsLoggedOnce() throws IOException {
    try (FileSystem fs = open();
        LogCapture log = new LogCapture()) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      Path path = fs.getPath("/f");
      file(path);
      BadPage.inPool(path, failures.frameOf(path, 5 * PAGE));
      assertThat(failures.patrol()).isEqualTo(1);
      assertThat(failures.patrol()).isZero();
      assertThat(log.warnings()).singleElement().asString().contains("SCRUB").contains("/f");
    }
  }

  @Test
  @Tag("F3")
  @Tag("A10")
  void collapseThatMeetsABadPageRollsBackAndLosesThatPageOnly() throws IOException {
    try (FileSystem fs = open()) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      Path path = fs.getPath("/f");
      CordonFileChannel channel = file(path);
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 9 * PAGE);
      failures.softOffline(path, 0); // small folios, out of order
      int neighbour = failures.frameOf(path, 9 * PAGE);
      BadPage.inPool(path, failures.frameOf(path, 5 * PAGE));
      assertThat(channel.collapse(0, BLOCK).joined()).isZero();
      assertThat(failures.badRanges(path)).containsExactly(new ByteRange(5 * PAGE, PAGE));
      assertThat(failures.frameOf(path, 9 * PAGE)).as("old frames stay").isEqualTo(neighbour);
      ByteBuffer bytes = ByteBuffer.allocate(3);
      channel.read(bytes, 9 * PAGE);
      assertThat(bytes.array()).containsExactly(1, 2, 3);
      assertThat(events).hasSize(1);
      assertThat(events.getFirst().source()).isEqualTo(FailureSource.HARDWARE);
    }
  }

  @Test
  @Tag("S18")
  @Tag("H15")
  void aPageThatWasOnlyReservedLosesItsBadFrameAndNobodysData() throws IOException {
    try (FileSystem fs = open()) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      Path path = fs.getPath("/f");
      CordonFileChannel channel = file(path);
      channel.punchHole(0, BLOCK);
      channel.allocate(0, BLOCK, true);
      int bad = failures.frameOf(path, 5 * PAGE);
      BadPage.inPool(path, bad);
      assertThat(channel.write(ByteBuffer.wrap(new byte[] {7}), 5 * PAGE)).isEqualTo(1);
      assertThat(failures.badRanges(path)).isEmpty();
      assertThat(failures.frameOf(path, 5 * PAGE)).isNotNegative();
      ByteBuffer bytes = ByteBuffer.allocate(2 * PAGE);
      assertThat(channel.read(bytes, 4 * PAGE)).isEqualTo(2 * PAGE);
      assertThat(bytes.get(PAGE)).isEqualTo((byte) 7);
      assertThat(events).hasSize(1);
      assertThat(events.getFirst().message()).isEqualTo(MessageType.FREE);
    }
  }

  @Test
  @Tag("S25")
  @Tag("H14")
  void listenersAreToldWhenTheChannelHasGivenItsLocksBack() throws Exception {
    try (FileSystem fs = open();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      Path path = fs.getPath("/f");
      CordonFileChannel channel = file(path);
      BadPage.inPool(path, failures.frameOf(path, 0));
      List<Long> positions = new ArrayList<>();
      // Another thread needs the position's lock, and the file's to write.
      failures.addListener(_ -> {
        try {
          positions.add(
              other
                  .submit(() -> {
                    channel.write(ByteBuffer.allocate(1), 5 * PAGE);
                    return channel.position();
                  })
                  .get(30, TimeUnit.SECONDS));
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(10)))
          .isInstanceOf(PoisonedPageException.class);
      BadPage.inPool(path, failures.frameOf(path, PAGE));
      channel.position(PAGE);
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(10)))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(positions).containsExactly(0L, (long) PAGE);
    }
  }

  @Test
  @Tag("S25")
  @Tag("H14")
  void aTruncateTellsListenersWithNoLockHeld() throws Exception {
    try (FileSystem fs = open();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      Path path = fs.getPath("/f");
      CordonFileChannel channel = file(path);
      BadPage.inPool(path, failures.frameOf(path, 3 * PAGE));
      List<Integer> written = new ArrayList<>();
      failures.addListener(_ -> {
        try {
          written.add(
              other
                  .submit(() -> channel.write(ByteBuffer.allocate(1), 0))
                  .get(5, TimeUnit.SECONDS));
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
      channel.truncate(3 * PAGE + 10);
      assertThat(events).hasSize(1);
      assertThat(written).containsExactly(1);
    }
  }

  @Test
  @Tag("S25")
  @Tag("A5")
  void aTransferTellsListenersWhatItMet() throws IOException {
    try (FileSystem fs = open()) {
      Path path = fs.getPath("/f");
      CordonFileChannel channel = file(path);
      BadPage.inPool(path, CordonFileSystem.of(fs).memoryFailures().frameOf(path, 0));
      assertThatThrownBy(
              () -> channel.transferTo(0, 10, Channels.newChannel(new ByteArrayOutputStream())))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(events).hasSize(1);
      BadPage.inPool(path, CordonFileSystem.of(fs).memoryFailures().frameOf(path, PAGE));
      assertThatThrownBy(() ->
              channel.transferFrom(
                  Channels.newChannel(new ByteArrayInputStream(new byte[10])), PAGE, 10))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(events).hasSize(2);
    }
  }

  @Test
  @Tag("S25")
  @Tag("A5")
  void aStreamAndACopyTellListenersWhatTheyMet() throws IOException {
    try (FileSystem fs = open()) {
      Path path = fs.getPath("/f");
      file(path);
      BadPage.inPool(path, CordonFileSystem.of(fs).memoryFailures().frameOf(path, 0));
      assertThatThrownBy(() -> Files.readAllBytes(path)).isInstanceOf(PoisonedPageException.class);
      assertThat(events).hasSize(1);
      Path second = fs.getPath("/second");
      file(second);
      BadPage.inPool(second, CordonFileSystem.of(fs).memoryFailures().frameOf(second, 0));
      assertThatThrownBy(() -> Files.copy(second, fs.getPath("/copy")))
          .isInstanceOf(PoisonedPageException.class);
      assertThat(events).hasSize(2);
    }
  }

  @Test
  @Tag("S18")
  @Tag("H15")
  void aReservedPageThatIsBadGetsAnotherFrameWhenItIsMapped() throws IOException {
    try (FileSystem fs = open();
        Arena arena = Arena.ofConfined()) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      Path path = fs.getPath("/f");
      CordonFileChannel channel = file(path);
      channel.allocate(BLOCK, BLOCK, false);
      int bad = failures.frameOf(path, BLOCK + 5 * PAGE);
      BadPage.inPool(path, bad);
      MemorySegment map = channel.map(MapMode.READ_WRITE, BLOCK, BLOCK, arena);
      assertThat(map.get(ValueLayout.JAVA_BYTE, 5 * PAGE)).isZero();
      assertThat(failures.frameOf(path, BLOCK + 5 * PAGE)).isNotNegative();
      assertThat(failures.badRanges(path)).isEmpty();
      assertThat(events).hasSize(1);
      assertThat(events.getFirst().message()).isEqualTo(MessageType.FREE);
    }
  }

  @Test
  @Tag("S25")
  @Tag("F3")
  void theCollapserTellsListenersWhatItMet() throws Exception {
    try (FileSystem fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(16 << 20)
                .huge(HugePolicy.ALWAYS)
                .collapseRate(1L << 30)
                .patrolRate(0)
                .physicalHugePages(false)
                .injection(true)
                .build())) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      Path path = fs.getPath("/f");
      file(path);
      failures.strike(path, 3 * PAGE);
      BadPage.inPool(path, failures.frameOf(path, 7 * PAGE));
      CountDownLatch told = new CountDownLatch(1);
      failures.addListener(_ -> told.countDown());
      // Now it may be joined.
      failures.clearPoison(path, new ByteRange(3 * PAGE, PAGE));
      assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @Tag("O1")
  @Tag("A10")
  void softOfflineOfAPageThatIsBadAfterAllIsAHardwareFailure() throws IOException {
    try (FileSystem fs = open()) {
      MemoryFailures failures = CordonFileSystem.of(fs).memoryFailures();
      Path path = fs.getPath("/f");
      file(path);
      BadPage.inPool(path, failures.frameOf(path, 5 * PAGE));
      assertThat(failures.softOffline(path, 5 * PAGE)).isEqualTo(SoftOfflineResult.FAILED);
      assertThat(failures.badRanges(path)).containsExactly(new ByteRange(5 * PAGE, PAGE));
      assertThat(events).hasSize(1);
    }
  }
}
