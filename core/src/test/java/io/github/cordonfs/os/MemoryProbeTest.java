package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What lies beyond the end of a file cannot be read through a mapping: bad memory, to a probe. */
@EnabledOnOs(OS.LINUX)
@Tag("S50")
class MemoryProbeTest {

  private static final int PAGE = 4096;
  private static final int PAGES = 16;
  private static final String NAME = "cordon-probe-test";

  private int fd;

  @BeforeEach
  void open() throws IOException {
    fd = Linux.memfdCreate(NAME);
    assertThat(Linux.populate(fd, 0, PAGES * PAGE)).isZero();
  }

  @AfterEach
  void close() {
    Linux.close(fd);
  }

  private static long mappings() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains(NAME))
        .count();
  }

  @Test
  void aMappingThatIsMadeAnewSaysWhatTheKernelKnows() throws IOException {
    assertThat(MemoryProbe.isReadableAnew(fd, 0, PAGES * PAGE)).contains(true);
    Linux.setSize(fd, 8 * PAGE);
    assertThat(MemoryProbe.isReadableAnew(fd, 0, PAGES * PAGE)).contains(false);
    assertThat(MemoryProbe.isReadableAnew(fd, 0, 8 * PAGE)).contains(true);
    assertThat(MemoryProbe.isReadableAnew(fd, 7 * PAGE, PAGE)).contains(true);
    assertThat(MemoryProbe.isReadableAnew(fd, 8 * PAGE, PAGE)).contains(false);
  }

  @Test
  void itIsGoneWithTheAnswer() throws IOException {
    for (int i = 0; i < 100; i++) {
      assertThat(MemoryProbe.isReadableAnew(fd, 0, PAGES * PAGE)).contains(true);
    }
    Linux.setSize(fd, 8 * PAGE);
    assertThat(MemoryProbe.isReadableAnew(fd, 0, PAGES * PAGE)).contains(false);
    assertThat(mappings()).isZero();
  }

  @Test
  void anOldMappingAnswersForItself() throws IOException {
    long address = Linux.mapForReading(fd, 0, PAGES * PAGE);
    assertThat(address).isNotEqualTo(Linux.REFUSED);
    assertThat(MemoryProbe.isReadable(address, PAGES * PAGE)).contains(true);
    assertThat(MemoryProbe.isReadable(address + 9 * PAGE)).isTrue();
    Linux.setSize(fd, 8 * PAGE);
    assertThat(MemoryProbe.isReadable(address, PAGES * PAGE)).contains(false);
    assertThat(MemoryProbe.isReadable(address + 7 * PAGE)).isTrue();
    assertThat(MemoryProbe.isReadable(address + 9 * PAGE)).isFalse();
    assertThat(MemoryProbe.readableBytes(address + 10, PAGES * PAGE - 10)).isEqualTo(8 * PAGE - 10);
    Linux.release(address, PAGES * PAGE);
  }

  @Test
  void whereTheKernelRefusesTheMappingNothingIsKnown() {
    assertThat(MemoryProbe.isReadableAnew(-1, 0, PAGE)).contains(true);
  }
}
