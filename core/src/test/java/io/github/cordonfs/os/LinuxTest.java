package io.github.cordonfs.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LinuxTest {

  private static final int LENGTH = 1 << 21;

  private int fd;

  @BeforeEach
  void open() throws IOException {
    fd = Linux.memfdCreate("cordon-test");
  }

  @AfterEach
  void close() {
    Linux.close(fd);
  }

  @Test
  void thisPlatformCanBeUsed() {
    assertThat(Platform.notLinux()).isNull();
    assertThat(Linux.pageSize()).isEqualTo(4096);
    Linux.barrier();
  }

  @Test
  void twoMappingsOfAFileShowTheSameBytes() throws IOException {
    assertThat(Linux.populate(fd, 0, LENGTH)).isZero();
    long reservation = Linux.reserve(2L * LENGTH);
    Linux.mapOver(reservation, LENGTH, fd);
    Linux.mapOver(reservation + LENGTH, LENGTH, fd);
    MemorySegment both = segment(reservation, 2L * LENGTH);
    both.set(ValueLayout.JAVA_LONG, 8, 42);
    assertThat(both.get(ValueLayout.JAVA_LONG, LENGTH + 8)).isEqualTo(42);
    assertThat(Linux.punchHole(fd, 0, LENGTH)).isZero();
    assertThat(both.get(ValueLayout.JAVA_LONG, 8)).isZero();
    assertThat(Linux.advise(reservation, LENGTH, Linux.MADV_DONTDUMP)).isZero();
    assertThat(Linux.unmap(reservation, 2L * LENGTH)).isZero();
  }

  @SuppressWarnings("restricted") // a mapping of this test's own
  private static MemorySegment segment(long address, long length) {
    return MemorySegment.ofAddress(address).reinterpret(length);
  }

  @Test
  void aCallThatFailsReturnsItsErrorNumber() {
    int badFile = 9;
    assertThat(Linux.populate(-1, 0, LENGTH)).isEqualTo(badFile);
    assertThat(Linux.punchHole(-1, 0, LENGTH)).isNotZero();
    assertThat(Linux.advise(1, LENGTH, Linux.MADV_COLLAPSE)).isNotZero();
    assertThat(Linux.unmap(1, LENGTH)).isNotZero();
  }

  @Test
  void anExceptionNamesTheCallAndTheError() {
    assertThatThrownBy(() -> Linux.reserve(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("mmap")
        .hasMessageContaining("EINVAL");
    assertThatThrownBy(() -> Linux.reserve(Long.MAX_VALUE - 4095))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ENOMEM");
  }
}
