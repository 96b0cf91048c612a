package io.github.cordonfs.testkit.powercut;

import static io.github.cordonfs.testkit.powercut.SmallPrograms.fails;
import static io.github.cordonfs.testkit.powercut.SmallPrograms.replace;
import static io.github.cordonfs.testkit.powercut.SmallPrograms.survives;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.testkit.DiskKind;
import io.github.cordonfs.testkit.Errno;
import io.github.cordonfs.testkit.FailedForce;
import io.github.cordonfs.testkit.FaultDisk;
import io.github.cordonfs.testkit.FileOp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What file systems make of the content of a file whose force has failed. */
@ParameterizedClass
@EnumSource
class FailedForceTest {

  @Parameter private DiskKind kind;

  private static final String OLD = "old ".repeat(300);
  private static final String NEW = "new ".repeat(300);

  @Test
  void aForceThatIsRetriedIsEnoughWhereContentStaysDirtyOnly() throws Exception {
    fails(retrying(FailedForce.CONTENT_COUNTS_AS_WRITTEN, false), "promised: it");
    fails(retrying(FailedForce.CONTENT_REVERTS, false), "promised: it");
    survives(retrying(FailedForce.CONTENT_STAYS_DIRTY, false).forces(false));
    for (FailedForce each : FailedForce.values()) {
      survives(retrying(each, true).forces(false));
    }
  }

  private static PowerCutExploration retrying(FailedForce model, boolean writesAgain) {
    return Explore.powerCuts(
            disk -> {
              disk.faults().failedForce(model);
              disk.faults().on("/file").op(FileOp.FORCE).nth(1).fail(Errno.EIO);
              try (FileChannel channel = FileChannel.open(disk.root().resolve("file"), WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(NEW);
                channel.write(bytes, 0);
                try {
                  channel.force(true);
                } catch (IOException _) {
                  if (writesAgain) {
                    channel.write(bytes.rewind(), 0);
                  }
                  channel.force(true);
                }
              }
              disk.promise("it");
            },
            disk -> {
              if (disk.isPromised("it")) {
                assertThat(disk.root().resolve("file")).hasContent(NEW);
              }
            })
        .given(disk -> replace(disk.root().resolve("file"), OLD));
  }

  @Test
  void aReaderSeesWhatTheModelSays() throws IOException {
    for (FailedForce model : FailedForce.values()) {
      try (FaultDisk disk = kind.open()) {
        disk.faults().failedForce(model);
        Path file = disk.fileSystem().getPath("/file");
        force(Files.writeString(file, "forced"));
        try (FileChannel channel = FileChannel.open(file, WRITE)) {
          channel.write(StandardCharsets.UTF_8.encode("changed and longer"));
          channel.truncate(12);
          channel.write(StandardCharsets.UTF_8.encode("X"), 3);
          Files.move(file, disk.fileSystem().getPath("/moved"), StandardCopyOption.ATOMIC_MOVE);
          disk.faults().on("**").op(FileOp.FORCE).once().fail(Errno.EIO);
          assertThatThrownBy(() -> channel.force(true)).hasMessage("Input/output error");
        }
        assertThat(disk.fileSystem().getPath("/moved"))
            .hasContent(model == FailedForce.CONTENT_REVERTS ? "forced" : "chaXged and ");
      }
    }
  }

  @Test
  void whatWasEmptiedComesBackToo() throws IOException {
    try (FaultDisk disk = kind.open()) {
      disk.faults().failedForce(FailedForce.CONTENT_REVERTS);
      Path file = disk.fileSystem().getPath("/file");
      force(Files.writeString(file, "forced"));
      disk.faults().on("**").op(FileOp.FORCE).once().fail(Errno.EIO);
      try (FileChannel channel = FileChannel.open(file, TRUNCATE_EXISTING, WRITE)) {
        channel.write(StandardCharsets.UTF_8.encode("new"));
        assertThatThrownBy(() -> channel.force(true)).isInstanceOf(IOException.class);
        assertThat(file).hasContent("forced");
        channel.write(StandardCharsets.UTF_8.encode("new"), 0);
        channel.force(true);
        assertThat(file).hasContent("newced");
      }
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.force(true);
    }
  }
}
