package io.github.cordonfs.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Failures of a file system, as Java Flight Recorder sees them. */
@Tag("H14")
class MemoryFailureRecordTest {

  private static final String EVENT = "cordon.MemoryFailure";

  private FileSystem fs;
  private MemoryFailures failures;

  @BeforeEach
  void open() throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .name("flight")
                .size(64 << 20)
                .huge(HugePolicy.ALWAYS)
                .injection(true)
                .build());
    failures = CordonFileSystem.of(fs).memoryFailures();
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @Test
  void aFailureOfAFileIsRecordedInFull() throws IOException {
    Path file = Files.write(fs.getPath("/f"), new byte[3 * 4096 + 10]);
    Files.createLink(fs.getPath("/g"), file);
    List<MemoryFailureEvent> told = new ArrayList<>();
    List<RecordedEvent> recorded =
        Recorded.during(EVENT, () -> told.add(failures.strike(file, 3 * 4096 + 5)));
    assertThat(recorded).hasSize(1);
    RecordedEvent event = recorded.getFirst();
    assertThat(event.getString("fileSystem")).isEqualTo("flight");
    assertThat(event.getInt("frame")).isEqualTo(told.getFirst().frame());
    assertThat(event.getLong("kernelPfn")).isEqualTo(told.getFirst().kernelPfn().orElse(-1));
    assertThat(event.getString("path")).isEqualTo(told.getFirst().paths().getFirst());
    assertThat(event.getInt("pathCount")).isEqualTo(2);
    assertThat(event.getBoolean("unlinked")).isFalse();
    assertThat(event.getLong("pageIndex")).isEqualTo(3);
    assertThat(event.getLong("offset")).isEqualTo(3 * 4096);
    assertThat(event.getLong("length")).isEqualTo(10);
    assertThat(event.getInt("folioOrder")).isEqualTo(9);
    assertThat(event.getString("outcome")).isEqualTo("RECOVERED");
    assertThat(event.getString("message")).isEqualTo("MEMORY_PAGE");
    assertThat(event.getString("source")).isEqualTo("INJECTED");
    assertThat(event.getDuration()).isPositive();
    assertThat(event.getStackTrace().getFrames())
        .anyMatch(frame -> frame.getMethod().getType().getName().equals(getClass().getName()));
    assertThat(event.getEventType().getCategoryNames()).containsExactly("Cordon");
  }

  @Test
  void aFailureInNoFileHasNoPath() throws IOException {
    List<RecordedEvent> recorded = Recorded.during(EVENT, () -> failures.strikeFrame(700));
    assertThat(recorded).hasSize(1);
    assertThat(recorded.getFirst().getString("path")).isNull();
    assertThat(recorded.getFirst().getLong("pageIndex")).isEqualTo(-1);
    assertThat(recorded.getFirst().getString("message")).isEqualTo("FREE");
  }

  @Test
  @Tag("S4")
  void aFrameThatHadFailedBeforeIsNotRecordedAgain() throws IOException {
    failures.strikeFrame(700);
    assertThat(Recorded.during(EVENT, () -> failures.strikeFrame(700))).isEmpty();
  }

  @Test
  void othersAreNotRecordedWhileOneIs() throws IOException {
    assertThat(Recorded.during("cordon.Collapse", () -> failures.strikeFrame(700))).isEmpty();
  }

  @Test
  void whileNobodyRecordsARecordGoesNowhere() {
    MemoryFailureRecord record = MemoryFailureRecord.begin();
    assertThat(record).isSameAs(MemoryFailureRecord.begin());
    MemoryFailureEvent event = failures.strikeFrame(700);
    record.end();
    record.commit("flight", event);
  }
}
