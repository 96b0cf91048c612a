package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Mapping a file of the process again and again, whoever is interrupted meanwhile. */
@EnabledOnOs(OS.LINUX)
@Tag("M1")
class MappableFileTest {

  private static final int PAGE = 4096;

  private int fd;
  private MappableFile file;

  @BeforeEach
  void open() throws IOException {
    fd = Linux.memfdCreate("test");
    Linux.setSize(fd, 4 * PAGE);
    file = new MappableFile(fd);
  }

  @AfterEach
  void close() throws IOException {
    file.close();
    Linux.close(fd);
    assertThat(Thread.interrupted()).isFalse();
  }

  private void mapPage(long page) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = file.map(MapMode.READ_WRITE, page * PAGE, PAGE, arena);
      segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      assertThat(segment.isMapped()).isTrue();
    }
  }

  @Test
  void whoeverIsInterruptedMapsAndIsInterruptedAfterwards() throws IOException {
    Thread.currentThread().interrupt();
    mapPage(0);
    assertThat(Thread.interrupted()).isTrue();
    mapPage(1);
  }

  @Test
  void interruptsWhileOthersMapFailNobody() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<Integer> one = threads.submit(() -> mapUntil(stop));
      Future<Integer> another = threads.submit(() -> mapUntil(stop));
      Thread mapping = Thread.currentThread();
      for (int i = 0; i < 200; i++) {
        Future<?> interrupt = threads.submit(mapping::interrupt);
        mapPage(2);
        while (!interrupt.isDone()) {
          Thread.onSpinWait();
        }
        assertThat(Thread.interrupted()).isTrue();
      }
      stop.set(true);
      assertThat(one.get(60, TimeUnit.SECONDS)).isPositive();
      assertThat(another.get(60, TimeUnit.SECONDS)).isPositive();
    }
  }

  private int mapUntil(AtomicBoolean stop) throws IOException {
    int maps = 0;
    do {
      mapPage(maps % 4);
      maps++;
    } while (!stop.get());
    return maps;
  }

  @Test
  void nothingIsMappedOnceItIsClosedAndWhatIsMappedStays() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = file.map(MapMode.READ_WRITE, 0, PAGE, arena);
      file.close();
      assertThatThrownBy(() -> mapPage(0)).isInstanceOf(ClosedChannelException.class);
      segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    }
  }
}
