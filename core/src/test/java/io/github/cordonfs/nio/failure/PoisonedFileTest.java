package io.github.cordonfs.nio.failure;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.nio.CordonFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Access to a file whose second page of four (the last one partial) is lost. */
class PoisonedFileTest extends CordonFixture {

  private static final int SIZE_OF_FILE = 3 * PAGE + 100;

  private Path poisoned() throws IOException {
    Path file = file("/f", SIZE_OF_FILE);
    failures().strike(file, PAGE + 5);
    return file;
  }

  private static void assertPoisoned(ThrowingCallable access) {
    assertThatThrownBy(access)
        .isInstanceOfSatisfying(
            PoisonedPageException.class,
            e -> {
              assertThat(e.getFile()).isEqualTo("/f");
              assertThat(e.offset()).isEqualTo(PAGE);
              assertThat(e.length()).isEqualTo(PAGE);
              assertThat(e.getReason()).isEqualTo("Input/output error: memory failure");
            });
  }

  @Test
  @Tag("A1")
  @Tag("S1")
  void aReadThatStartsInThePoisonedPageFails() throws IOException {
    try (var channel = channel(poisoned())) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      assertPoisoned(() -> channel.read(buffer, PAGE));
      assertPoisoned(() -> channel.read(buffer, 2 * PAGE - 1));
      assertPoisoned(() -> channel.position(PAGE + 1).read(buffer));
      assertPoisoned(() -> channel.read(new ByteBuffer[] {buffer}));
      assertPoisoned(() -> channel.read(MemorySegment.ofBuffer(buffer), 0, 10, PAGE));
      assertThat(channel.position()).isEqualTo(PAGE + 1);
      assertThat(buffer.position()).isZero();
      assertThat(channel.read(ByteBuffer.allocate(0), PAGE)).isZero();
    }
  }

  @Test
  @Tag("A1")
  @Tag("S1")
  void aReadPastTheEndIsEndOfFileEvenInAPoisonedPage() throws IOException {
    Path file = file("/f", 100);
    failures().strike(file, 50);
    try (var channel = channel(file)) {
      assertThat(channel.read(ByteBuffer.allocate(1), 100)).isEqualTo(-1);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1), 99))
          .isInstanceOfSatisfying(
              PoisonedPageException.class, e -> assertThat(e.length()).isEqualTo(100));
    }
  }

  @Test
  @Tag("A9")
  void closingTheLastChannelDoesNotDropThePage() throws IOException {
    Path file = file("/f", SIZE_OF_FILE);
    try (var channel = readWrite("/f")) {
      failures().strike(file, PAGE);
      channel.force(true);
    }
    try (var channel = channel(file)) {
      assertPoisoned(() -> channel.read(ByteBuffer.allocate(1), PAGE));
      assertThat(channel.badRanges()).hasSize(1);
    }
  }

  @Test
  @Tag("A2")
  void aReadStopsExactlyAtThePoisonedPage() throws IOException {
    byte[] content = bytes(SIZE_OF_FILE);
    try (var channel = channel(poisoned())) {
      ByteBuffer buffer = ByteBuffer.allocate(3 * PAGE);
      assertThat(channel.read(buffer)).isEqualTo(PAGE);
      assertThat(Arrays.copyOf(buffer.array(), PAGE)).isEqualTo(Arrays.copyOf(content, PAGE));
      assertPoisoned(() -> channel.read(buffer));
      assertThat(channel.position(2 * PAGE).read(buffer.clear())).isEqualTo(PAGE + 100);
    }
  }

  @Test
  @Tag("A3")
  void aWriteThatStartsInThePoisonedPageFailsAndWritesNothing() throws IOException {
    Path file = poisoned();
    try (var channel = channel(file, READ, WRITE)) {
      assertPoisoned(() -> channel.write(ByteBuffer.wrap(bytes(PAGE)), PAGE));
      assertPoisoned(() -> channel.write(ByteBuffer.wrap(bytes(1)), PAGE + 7));
      assertPoisoned(
          () -> channel.position(PAGE).write(new ByteBuffer[] {ByteBuffer.wrap(bytes(1))}));
      ByteBuffer rest = ByteBuffer.allocate(PAGE + 100);
      channel.read(rest, 2 * PAGE);
      assertThat(rest.array())
          .isEqualTo(Arrays.copyOfRange(bytes(SIZE_OF_FILE), 2 * PAGE, SIZE_OF_FILE));
    }
  }

  @Test
  @Tag("A4")
  void aWriteStopsExactlyAtThePoisonedPage() throws IOException {
    try (var channel = channel(poisoned(), READ, WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes(3 * PAGE));
      assertThat(channel.write(buffer, 10)).isEqualTo(PAGE - 10);
      assertThat(buffer.position()).isEqualTo(PAGE - 10);
    }
  }

  @Test
  @Tag("A5")
  void scatteringAndGatheringStopAtThePoisonedPage() throws IOException {
    try (var channel = channel(poisoned(), READ, WRITE)) {
      ByteBuffer[] buffers = {
        ByteBuffer.allocate(PAGE - 1), ByteBuffer.allocate(PAGE), ByteBuffer.allocate(PAGE)
      };
      assertThat(channel.read(buffers)).isEqualTo(PAGE);
      assertThat(buffers[1].position()).isEqualTo(1);
      assertThat(buffers[2].position()).isZero();
      Arrays.asList(buffers).forEach(ByteBuffer::clear);
      assertThat(channel.position(0).write(buffers)).isEqualTo(PAGE);
      Arrays.asList(buffers).forEach(ByteBuffer::clear);
      buffers[0].limit(PAGE - 1);
      assertThat(channel.position(1).write(buffers)).isEqualTo(PAGE - 1);
      assertThat(buffers[1].position()).isZero();
    }
  }

  @Test
  @Tag("A5")
  void anAppendInsideAPoisonedLastPageFails() throws IOException {
    Path file = file("/f", SIZE_OF_FILE);
    failures().strike(file, 3 * PAGE);
    assertThatThrownBy(() -> Files.write(file, bytes(5), APPEND))
        .isInstanceOf(PoisonedPageException.class);
    assertThat(Files.size(file)).isEqualTo(SIZE_OF_FILE);
  }

  @Test
  @Tag("A5")
  void transferToStopsAtThePoisonedPage() throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (var channel = channel(poisoned());
        var target = Channels.newChannel(received)) {
      assertThat(channel.transferTo(10, SIZE_OF_FILE, target)).isEqualTo(PAGE - 10);
      assertPoisoned(() -> channel.transferTo(PAGE, 1, target));
      assertThat(channel.transferTo(2 * PAGE, SIZE_OF_FILE, target)).isEqualTo(PAGE + 100);
    }
    assertThat(received.size()).isEqualTo(2 * PAGE + 90);
  }

  @Test
  @Tag("A5")
  void transferFromChecksItsDestinationBeforeItConsumesTheSource() throws IOException {
    ByteArrayInputStream input = new ByteArrayInputStream(bytes(3 * PAGE));
    try (var channel = channel(poisoned(), WRITE);
        var source = Channels.newChannel(input)) {
      assertPoisoned(() -> channel.transferFrom(source, PAGE + 1, PAGE));
      assertThat(input.available()).isEqualTo(3 * PAGE);
      assertThat(channel.transferFrom(source, PAGE - 10, PAGE)).isEqualTo(10);
      assertThat(input.available()).isEqualTo(3 * PAGE - 10);
    }
  }

  @Test
  @Tag("A1")
  void streamsReadUpToThePoisonedPageAndAreTold() throws IOException {
    Path file = poisoned();
    assertPoisoned(() -> Files.readAllBytes(file));
    try (var stream = Files.newInputStream(file)) {
      assertThat(stream.read(new byte[3 * PAGE])).isEqualTo(PAGE);
      assertPoisoned(stream::read);
      assertPoisoned(stream::readAllBytes);
      assertThat(stream.skip(PAGE)).isEqualTo(PAGE);
      assertThat(stream.readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes(SIZE_OF_FILE), 2 * PAGE, SIZE_OF_FILE));
    }
  }

  @Test
  void aStreamLeavesTheRestOfTheCallersArrayAlone() throws IOException {
    byte[] array = new byte[3 * PAGE];
    Arrays.fill(array, (byte) 77);
    try (var stream = Files.newInputStream(poisoned())) {
      int read = stream.read(array);
      assertThat(Arrays.copyOfRange(array, read, array.length)).containsOnly(77);
    }
  }

  @Test
  @Tag("A7")
  void whatDoesNotTouchContentIsNotAffected() throws IOException {
    Path file = poisoned();
    assertThat(Files.size(file)).isEqualTo(SIZE_OF_FILE);
    Files.createLink(path("/g"), file);
    Files.move(file, path("/h"));
    try (var channel = channel(path("/h"), READ, WRITE)) {
      assertThat(channel.seekData(PAGE)).isEqualTo(PAGE);
      assertThat(channel.seekHole(0)).isEqualTo(SIZE_OF_FILE);
      channel.allocate(0, SIZE_OF_FILE + PAGE, false);
      assertThat(channel.badRanges()).containsExactly(new ByteRange(PAGE, PAGE));
    }
    try (var names = Files.list(path("/"))) {
      assertThat(names).containsExactlyInAnyOrder(path("/g"), path("/h"));
    }
  }

  @Test
  @Tag("A8")
  void forceSucceeds() throws IOException {
    try (var channel = channel(poisoned(), WRITE)) {
      channel.force(true);
      channel.force(false);
    }
  }

  @Test
  @Tag("R6")
  void clearingAcceptsTheLoss() throws IOException {
    try (var channel = channel(poisoned(), READ, WRITE)) {
      assertThat(channel.clearPoison(0, PAGE)).isEmpty();
      assertThat(channel.clearPoison(0, SIZE_OF_FILE)).containsExactly(new ByteRange(PAGE, PAGE));
      ByteBuffer page = ByteBuffer.allocate(PAGE);
      assertThat(channel.read(page, PAGE)).isEqualTo(PAGE);
      assertThat(page.array()).containsOnly(0);
    }
  }

  @Test
  @Tag("R7")
  void aChannelRestoresWhatWasLost() throws IOException {
    Path file = fileWithPoison("/f", 4, 1);
    byte[] whole = bytes(4 * PAGE);
    try (CordonFileChannel channel = channel(file, READ, WRITE)) {
      assertThatThrownBy(() -> channel.restore(PAGE + 1, ByteBuffer.allocate(PAGE)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(channel.restore(2 * PAGE, ByteBuffer.allocate(PAGE))).isEmpty();
      ByteBuffer content = ByteBuffer.wrap(whole);
      assertThat(channel.restore(0, content)).containsExactly(new ByteRange(PAGE, PAGE));
      assertThat(content.remaining()).isEqualTo(whole.length);
      assertThat(channel.badRanges()).isEmpty();
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    try (CordonFileChannel channel = channel(file)) {
      assertThatThrownBy(() -> channel.restore(0, ByteBuffer.allocate(PAGE)))
          .isInstanceOf(NonWritableChannelException.class);
    }
  }
}
