package io.github.cordonfs.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MessageType;
import io.github.cordonfs.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("H14")
class FailureTextTest {

  private static String text(OptionalLong pfn, long page, int order, String... paths) {
    MemoryFailureEvent event =
        new MemoryFailureEvent(
            17,
            pfn,
            List.of(paths),
            page >= 0 && paths.length == 0,
            page,
            page < 0 ? new ByteRange(0, 0) : new ByteRange(page * 4096, 4096),
            order,
            Outcome.RECOVERED,
            page < 0 ? MessageType.FREE : MessageType.MEMORY_PAGE,
            FailureSource.HARDWARE,
            Instant.EPOCH,
            Duration.ZERO);
    return FailureText.of("scratch", event);
  }

  @Test
  void aLostPageIsToldWithEverything() {
    assertThat(text(OptionalLong.of(0x11e0fc), 2, 9, "/dir/file"))
        .isEqualTo(
            "memory failure in file system scratch: frame 17 (pfn 0x11e0fc), found by HARDWARE: "
                + "4096 bytes at offset 8192 of /dir/file lost, folio order 9; "
                + "RECOVERED, MEMORY_PAGE");
  }

  @Test
  void linksAreCountedAndNoNameIsToldAsSuch() {
    assertThat(text(OptionalLong.empty(), 0, 0, "/a", "/b"))
        .contains("(pfn unknown)", "of /a (one of 2 links) lost, folio order 0;");
    assertThat(text(OptionalLong.empty(), 0, 0)).contains(" of an unlinked file lost");
  }

  @Test
  void aFrameInNoFileLosesNothing() {
    assertThat(text(OptionalLong.of(1), -1, 0))
        .isEqualTo(
            "memory failure in file system scratch: frame 17 (pfn 0x1), found by HARDWARE: "
                + "in no file; RECOVERED, FREE");
  }
}
