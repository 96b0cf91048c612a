package io.github.cordonfs.cli.drill.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.cli.drill.judge.DrillCounters;
import io.github.cordonfs.cli.drill.judge.StrikeLog;
import io.github.cordonfs.cli.drill.judge.WriterFile;
import io.github.cordonfs.cli.drill.judge.WriterJudge;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real mappings of a writer's file: what they show must be judged right. */
@EnabledOnOs(OS.LINUX)
@Tag("A6")
class MappedJudgeTest {

  private static final int SIZE = 3 * 4096;

  private final DrillCounters counters = new DrillCounters();
  private final StrikeLog strikeLog = new StrikeLog(counters, false);
  private final FileSystem fileSystem;
  private final MemoryFailures failures;
  private final Path path;
  private final WriterFile file;
  private final WriterJudge judge;
  private final MappedWindow window;
  private final byte[] loaded = new byte[SIZE];

  MappedJudgeTest() throws IOException {
    fileSystem =
        Cordon.newFileSystem(CordonOptions.builder().size(16 << 20).injection(true).build());
    failures = CordonFileSystem.of(fileSystem).memoryFailures();
    judge = new WriterJudge(failures, strikeLog, counters, true, 1);
    path = fileSystem.getPath("/w");
    file = new WriterFile(path, HugePolicy.NEVER, new byte[WriterFile.MAX_SIZE], strikeLog);
    byte[] content = new byte[SIZE];
    new Random(1).nextBytes(content);
    file.channel.write(ByteBuffer.wrap(content), 0);
    file.wrote(content, 0, 0, SIZE);
    window = MappedWindow.open(file.channel, MapMode.READ_WRITE, 100, SIZE - 100);
  }

  @AfterEach
  void close() throws IOException {
    window.close();
    file.close();
    fileSystem.close();
  }

  private boolean load(int from, int length) {
    return window.load(from, MemorySegment.ofArray(loaded), length);
  }

  private boolean store(int at, byte... bytes) {
    return window.store(at, MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  @Test
  void whatIsLoadedAndStoredIsTheFile() {
    assertThat(store(5000, (byte) 1, (byte) 2)).isTrue();
    file.wrote(new byte[] {1, 2}, 0, 5000, 2);
    for (int length : new int[] {1, 8, 50, 8000}) {
      assertThat(load(4200, length)).isTrue();
      judge.delivered(file, 4200, MemorySegment.ofArray(loaded), length);
    }
    assertThat(counters.silentWrongBytes.sum()).isZero();
    assertThat(counters.bytesVerified.sum()).isEqualTo(8059);
  }

  @Test
  void aWrongByteThroughAMappingIsFound() {
    assertThat(store(5000, (byte) ~file.shadow[5000])).isTrue();
    assertThat(load(4096, 4096)).isTrue();
    judge.delivered(file, 4096, MemorySegment.ofArray(loaded), 4096);
    assertThat(counters.silentWrongBytes.sum()).isEqualTo(1);
  }

  @Test
  void aFaultOfAStruckPageIsRightAndItsNeighboursDoNotFault() throws IOException {
    strikeLog.enter(failures.strike(path, 4096));
    assertThat(load(4096 + 17, 1)).isFalse();
    assertThat(load(8191, 8)).isFalse();
    assertThat(store(4096, new byte[100])).isFalse();
    judge.faulted(file, 1);
    assertThat(load(4095, 1)).isTrue();
    assertThat(load(8192, 4096)).isTrue();
    assertThat(counters.bystandersHurt.sum()).isZero();
    assertThat(counters.faultsReported.sum()).isEqualTo(1);
  }

  @Test
  void aFaultOfAPageThatIsNotInTheStrikeLogIsABystander() throws IOException {
    failures.strike(path, 4096);
    assertThat(load(4096, 4096)).isFalse();
    judge.faulted(file, 1);
    assertThat(counters.bystandersHurt.sum()).isEqualTo(1);
  }

  @Test
  void aFaultThatDoesNotComeAgainIsABystander() {
    judge.faultedOnce(file, 0);
    assertThat(counters.bystandersHurt.sum()).isEqualTo(1);
  }

  @Test
  @Tag("R1")
  void aRepairedPageCanBeStoredToAtOnce() throws IOException {
    strikeLog.enter(failures.strike(path, 4096));
    assertThat(store(4096, (byte) 7)).isFalse();
    file.clearPoison(4096, 4096);
    assertThat(load(4096, 4096)).isTrue();
    assertThat(loaded).startsWith(new byte[4096]);
    assertThat(store(4096, (byte) 7)).isTrue();
  }

  @Test
  @Tag("M4")
  void aMappingOutlivesNameAndChannel() throws IOException {
    file.unlink();
    file.close();
    assertThat(load(4096, 4096)).isTrue();
    judge.delivered(file, 4096, MemorySegment.ofArray(loaded), 4096);
    assertThat(counters.silentWrongBytes.sum()).isZero();
  }
}
