package io.github.cordonfs.testkit.mount;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.testkit.Errno;
import io.github.cordonfs.testkit.FaultFileSystem;
import io.github.cordonfs.testkit.FileOp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk fails where the journal of lost data is. */
@Tag("B7")
class MountJournalErrorTest {

  private static final int PAGE = 4096;

  private FaultFileSystem disk;
  private Path data;

  @BeforeEach
  void open() throws IOException {
    disk = FaultFileSystem.inMemory(CordonOptions.builder().size("32m").build());
    data = Files.createDirectory(disk.getPath("/data"));
  }

  @AfterEach
  void close() throws IOException {
    disk.close();
  }

  private CordonFileSystem mount() throws IOException {
    return Cordon.mount(data, MountedWorkload.options());
  }

  private static FileChannel lose(CordonFileSystem fs, String name) throws IOException {
    FileChannel channel = FileChannel.open(fs.getPath(name), CREATE, READ, WRITE);
    channel.write(ByteBuffer.allocate(2 * PAGE), 0);
    fs.memoryFailures().strike(fs.getPath(name), PAGE);
    return channel;
  }

  private static void closeWithLoss(CordonFileSystem fs) {
    assertThatThrownBy(fs::close).hasMessageContaining("memory failed before it was written");
  }

  @ParameterizedTest
  @EnumSource(
      value = FileOp.class,
      names = {"WRITE", "FORCE"})
  void withoutItNothingCanBeWrittenAnyMore(FileOp failing) throws IOException {
    CordonFileSystem fs = mount();
    assertThat(fs.isReadOnly()).isFalse();
    disk.faults().on("**/.cordon/**").op(failing).fail(Errno.EIO);
    try (FileChannel channel = lose(fs, "/file")) {
      assertThat(fs.isReadOnly()).isTrue();
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(PAGE), PAGE))
          .isInstanceOf(PoisonedPageException.class);
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1), 0))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("/file")
          .hasMessageContaining("journal of lost data cannot be written");
      assertThatThrownBy(() -> channel.truncate(0)).hasMessageContaining("journal");
      assertThat(channel.read(ByteBuffer.allocate(PAGE), 0)).isEqualTo(PAGE);
      // What was written before is not lost for that.
      assertThatThrownBy(() -> channel.force(false)).hasMessageContaining("[4096, 8192)");
      assertThat(Files.size(data.resolve("file"))).isEqualTo(2 * PAGE);
    }
    assertThatThrownBy(() -> Files.createFile(fs.getPath("/other")))
        .isInstanceOf(ReadOnlyFileSystemException.class);
    assertThatThrownBy(() -> FileChannel.open(fs.getPath("/file"), WRITE))
        .isInstanceOf(ReadOnlyFileSystemException.class);
    closeWithLoss(fs);
  }

  /** An error of the look for it is not its absence. */
  @Test
  void aMountThatCannotLookForItIsRefused() throws IOException {
    CordonFileSystem first = mount();
    lose(first, "/file").close();
    closeWithLoss(first);
    disk.faults().on("**/lost").op(FileOp.READ_ATTRIBUTES).fail(Errno.EACCES);
    disk.faults().on("**/lost").op(FileOp.OPEN).fail(Errno.EACCES);
    assertThatThrownBy(() -> Cordon.mount(data, CordonOptions.builder().size("4m").build()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(this::mount).isInstanceOf(IOException.class);
    disk.faults().disarm();
    assertThat(Cordon.lost(data)).hasSize(1);
  }
}
