package io.github.cordonfs.nio;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CloseFileSystemTest extends CordonFixture {

  @Test
  void closingTwiceIsClosingOnce() throws IOException {
    fs.close();
    fs.close();
    assertThat(fs.isOpen()).isFalse();
  }

  @Test
  void newOperationsAreRefused() throws IOException {
    Path file = file("/f", 10);
    fs.close();
    List<Together.Task> operations =
        List.of(
            () -> Files.size(file),
            () -> Files.newByteChannel(file),
            () -> Files.newInputStream(file),
            () -> Files.newOutputStream(file),
            () -> Files.createDirectory(path("/d")),
            () -> Files.createSymbolicLink(path("/s"), file),
            () -> Files.createLink(path("/l"), file),
            () -> Files.delete(file),
            () -> Files.move(file, path("/g")),
            () -> Files.copy(file, path("/g")),
            () -> {
              try (var stream = Files.newDirectoryStream(path("/"))) {
                assertThat(stream).isNull();
              }
            },
            () -> Files.setAttribute(file, "posix:permissions", Set.of()),
            () -> Files.readAttributes(file, "*"),
            () -> assertThat(file.toRealPath()).isNull(),
            () -> Files.getFileStore(file),
            () -> CordonFileSystem.of(fs).memoryUsage(),
            () -> failures().strike(file, 0),
            () -> failures().badFiles());
    for (Together.Task operation : operations) {
      assertThatThrownBy(operation::run).isInstanceOf(ClosedFileSystemException.class);
    }
  }

  @Test
  void channelsAreClosedWithTheFileSystem() throws IOException {
    CordonFileChannel channel = readWrite("/f");
    CordonFileChannel unlinked = readWrite("/g");
    channel.write(ByteBuffer.wrap(bytes(10)));
    unlinked.write(ByteBuffer.wrap(bytes(10)));
    Files.delete(path("/g"));
    InputStream stream = Files.newInputStream(path("/f"));
    fs.close();
    for (CordonFileChannel each : List.of(channel, unlinked)) {
      assertThat(each.isOpen()).isFalse();
      assertThatThrownBy(() -> each.read(ByteBuffer.allocate(1), 0))
          .isInstanceOf(ClosedFileSystemException.class);
      assertThatThrownBy(() -> each.write(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedFileSystemException.class);
      assertThatThrownBy(each::size).isInstanceOf(ClosedFileSystemException.class);
      assertThatThrownBy(each::lock).isInstanceOf(ClosedFileSystemException.class);
      each.close();
    }
    assertThatThrownBy(stream::read).isInstanceOf(ClosedFileSystemException.class);
    stream.close();
  }

  /** Goes on until the file system is closed; other failures are failures. */
  private static Together.Task untilClosed(CountDownLatch running, Together.Task step) {
    return () -> {
      try {
        while (true) {
          try {
            step.run();
          } catch (NoSuchFileException | FileAlreadyExistsException _) {
            // Another thread's doing.
            assertThat(running).isNotNull();
          }
          running.countDown();
        }
      } catch (ClosedFileSystemException | ClosedChannelException _) {
        running.countDown();
      }
    };
  }

  @Test
  void operationsThatRunMeanwhileFinishOrAreTold() throws Exception {
    for (int round = 0; round < 20; round++) {
      FileSystem victim = Cordon.newFileSystem(options());
      Path file = Files.write(victim.getPath("/f"), bytes(100 * PAGE));
      byte[] expected = bytes(100 * PAGE);
      FileChannel channel = FileChannel.open(file, READ);
      FileChannel writer = FileChannel.open(victim.getPath("/w"), CREATE, READ, WRITE);
      CountDownLatch running = new CountDownLatch(40);
      ByteBuffer buffer = ByteBuffer.allocate(10 * PAGE);
      Together.run(
          untilClosed(
              running,
              () -> {
                int read = channel.read(buffer.clear(), 7 * PAGE);
                assertThat(read).isEqualTo(10 * PAGE);
                assertThat(
                        Arrays.equals(buffer.array(), 0, read, expected, 7 * PAGE, 7 * PAGE + read))
                    .isTrue();
              }),
          untilClosed(
              running,
              () -> {
                writer.write(ByteBuffer.allocate(5 * PAGE), 0);
                writer.truncate(0);
              }),
          untilClosed(
              running,
              () -> {
                Path made = Files.write(victim.getPath("/new"), new byte[PAGE]);
                Files.move(made, victim.getPath("/moved"), StandardCopyOption.REPLACE_EXISTING);
                Files.deleteIfExists(victim.getPath("/moved"));
              }),
          untilClosed(
              running,
              () -> {
                Path copy = victim.getPath("/copy");
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                assertThat(Files.readAllBytes(copy)).isEqualTo(expected);
              }),
          () -> {
            running.await();
            victim.close();
          });
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  void aCopyIntoAnotherFileSystemIsWholeOrNotThere() throws Exception {
    for (int round = 0; round < 20; round++) {
      FileSystem victim = Cordon.newFileSystem(options());
      Path file = Files.write(victim.getPath("/f"), bytes(50 * PAGE));
      List<Path> copies = new ArrayList<>();
      CountDownLatch running = new CountDownLatch(1 + round % 3);
      int serial = round;
      Together.run(
          untilClosed(
              running,
              () -> {
                Path copy = path("/copy" + serial + "-" + copies.size());
                copies.add(copy);
                Files.copy(file, copy);
              }),
          () -> {
            running.await();
            victim.close();
          });
      for (Path copy : copies) {
        if (Files.exists(copy)) {
          assertThat(copy).hasBinaryContent(bytes(50 * PAGE));
          Files.delete(copy);
        }
      }
    }
    assertThat(CordonFileSystem.of(fs).memoryUsage().usedBytes()).isZero();
  }

  @Test
  void manyMayCloseAtOnce() throws Exception {
    for (int round = 0; round < 50; round++) {
      FileSystem victim = Cordon.newFileSystem(options());
      FileChannel channel = FileChannel.open(victim.getPath("/f"), CREATE, WRITE);
      channel.write(ByteBuffer.wrap(bytes(PAGE)));
      Together.run(victim::close, victim::close, channel::close);
      assertThat(victim.isOpen()).isFalse();
      assertThat(channel.isOpen()).isFalse();
    }
  }
}
