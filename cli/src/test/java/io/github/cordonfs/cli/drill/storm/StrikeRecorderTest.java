package io.github.cordonfs.cli.drill.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.PageStates;
import io.github.cordonfs.cli.drill.judge.StrikeLog;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterSlots;
import io.github.cordonfs.cli.drill.load.LoadedFile;
import io.github.cordonfs.cli.drill.load.LoadedFiles;
import io.github.cordonfs.cli.drill.storm.StrikeRecorder.Hit;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever is hit may expect it, whomever the strike was meant for. */
class StrikeRecorderTest {

  private static final int SIZE = 2 * 4096;

  private final DrillCounters counters = new DrillCounters();
  private final StrikeLog strikeLog = new StrikeLog(counters, false);
  private final PageStates states = new PageStates(2);
  private final WriterSlots slots = new WriterSlots(1);
  private final FileSystem fileSystem;
  private final MemoryFailures failures;
  private final LoadedFile loaded;
  private final WriterFile written;
  private final StrikeRecorder recorder;

  StrikeRecorderTest() throws IOException {
    fileSystem =
        Cordon.newFileSystem(CordonOptions.builder().size(16 << 20).injection(true).build());
    failures = CordonFileSystem.of(fileSystem).memoryFailures();
    Path path = Files.write(fileSystem.getPath("/loaded"), new byte[SIZE]);
    CordonFileChannel channel =
        CordonFileChannel.of(FileChannel.open(path, StandardOpenOption.READ));
    loaded = new LoadedFile("loaded", path, channel, MemorySegment.ofArray(new byte[SIZE]), 0);
    byte[] shadow = new byte[WriterFile.MAX_SIZE];
    written = new WriterFile(fileSystem.getPath("/w"), HugePolicy.NEVER, shadow, strikeLog);
    written.channel.write(ByteBuffer.allocate(SIZE), 0);
    written.wrote(new byte[SIZE], 0, 0, SIZE);
    slots.set(0, written);
    recorder =
        new StrikeRecorder(new LoadedFiles(List.of(loaded), 0), states, slots, strikeLog, counters);
  }

  @AfterEach
  void close() throws IOException {
    fileSystem.close();
  }

  @Test
  void aLoadedPageThatIsHitIsLost() throws IOException {
    assertThat(recorder.enter(failures.strike(loaded.path(), 4096), strikeLog.begin(), written))
        .isEqualTo(Hit.LOADED);
    assertThat(states.is(0, PageStates.GOOD)).isTrue();
    assertThat(states.is(1, PageStates.LOST)).isTrue();
    assertThat(written.wasHit(1)).isFalse();
  }

  @Test
  void aWritersPageThatIsHitIsFoundByItsPath() throws IOException {
    assertThat(recorder.enter(failures.strike(written.path, 4096), strikeLog.begin(), null))
        .isEqualTo(Hit.WRITTEN);
    assertThat(written.wasHit(1)).isTrue();
    assertThat(written.certainlyLost()).containsExactly(1L);
  }

  @Test
  void freeMemoryAndMemoryThatHadFailedAreNobodys() throws IOException {
    int frame = failures.frameOf(written.path, 0);
    written.truncate(0);
    assertThat(recorder.enter(failures.strikeFrame(frame), strikeLog.begin(), written))
        .isEqualTo(Hit.FREE);
    assertThat(recorder.enter(failures.strikeFrame(frame), strikeLog.begin(), written))
        .isEqualTo(Hit.NOTHING);
    assertThat(counters.strikesOnFreed.sum()).isEqualTo(1);
  }
}
