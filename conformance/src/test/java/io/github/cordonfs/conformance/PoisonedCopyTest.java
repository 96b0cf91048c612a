package io.github.cordonfs.conformance;

import static io.github.cordonfs.conformance.Pages.PAGE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.HugePolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows a07 and a31: copies that meet a poisoned page. */
@Tag("A5")
class PoisonedCopyTest extends Scenario {

  PoisonedCopyTest() {
    super(HugePolicy.NEVER, 16);
  }

  private CordonFileChannel target() throws IOException {
    return open(fs.getPath("/target"), CREATE, READ, WRITE);
  }

  /** Linux 6.12, sendfile and copy_file_range: 20480, the target ends there. At the page: EIO. */
  @Test
  @Tag("a07")
  void aTransferToAFileEndsAtThePoisonedPage() throws IOException {
    poison(5);
    try (var target = target()) {
      assertThat(channel.transferTo(0, 16 * PAGE, target)).isEqualTo(20480);
      assertThat(Pages.reads(target, 16)).isEqualTo("D[0-4] EOF[5-15]");
      isInputOutputError(() -> channel.transferTo(5 * PAGE, PAGE, target));
    }
  }

  /** Linux 6.12, copy_file_range: the same, and the source is read up to the page. */
  @Test
  @Tag("a07")
  void aTransferFromAFileEndsAtThePoisonedPage() throws IOException {
    poison(5);
    try (var target = target()) {
      assertThat(target.transferFrom(channel, 0, 16 * PAGE)).isEqualTo(20480);
      assertThat(channel.position()).isEqualTo(20480);
      assertThat(Pages.reads(target, 16)).isEqualTo("D[0-4] EOF[5-15]");
      isInputOutputError(() -> target.transferFrom(channel, 20480, PAGE));
    }
  }

  /** Linux 6.12, splice to a pipe: 20480, and the pipe holds no more than that. */
  @Test
  @Tag("a07")
  void aTransferOutOfTheFileSystemEndsAtThePoisonedPage() throws IOException {
    poison(5);
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    assertThat(channel.transferTo(0, 16 * PAGE, Channels.newChannel(pipe))).isEqualTo(20480);
    ByteBuffer content = ByteBuffer.wrap(pipe.toByteArray());
    assertThat(Pages.content(content.position(content.limit()), 0)).isEqualTo("20480: D[0-4]");
    isInputOutputError(() -> channel.transferTo(5 * PAGE, PAGE, Channels.newChannel(pipe)));
  }

  /**
   * Linux 6.12: cp fails with EIO and leaves the first 20480 bytes. Better here on purpose (row
   * S7): what was not copied as a whole is not there.
   */
  @Test
  @Tag("a31")
  void aCopyThatFailsLeavesNoTarget() throws IOException {
    poison(5);
    Path target = fs.getPath("/target");
    isInputOutputError(() -> Files.copy(file, target));
    assertThat(target).doesNotExist();
  }
}
