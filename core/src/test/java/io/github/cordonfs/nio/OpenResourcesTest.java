package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.nio.resource.OpenResources;
import io.github.cordonfs.os.Stripe;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is open, in whatever threads it was opened. */
class OpenResourcesTest {

  /** More than there are stripes. */
  private static final int THREADS = 20;

  private static final int CHANNELS = 50;

  private FileSystem fileSystem;
  private OpenResources resources;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    fileSystem = Cordon.newFileSystem(CordonOptions.builder().size(2 << 20).build());
    resources = ((PageCacheFileSystem) fileSystem).resources();
    file = Files.createFile(fileSystem.getPath("/file"));
  }

  @AfterEach
  void close() throws IOException {
    fileSystem.close();
  }

  private List<FileChannel> openedInManyThreads() throws Exception {
    List<FileChannel> opened = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<List<FileChannel>>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(threads.submit(this::openedHere));
      }
      for (Future<List<FileChannel>> each : all) {
        opened.addAll(each.get());
      }
    }
    return opened;
  }

  private List<FileChannel> openedHere() throws IOException {
    List<FileChannel> opened = new ArrayList<>();
    for (int i = 0; i < CHANNELS; i++) {
      opened.add(FileChannel.open(file, StandardOpenOption.READ));
    }
    return opened;
  }

  @Test
  void whatManyThreadsOpenedIsClosedWithTheFileSystem() throws Exception {
    List<FileChannel> opened = openedInManyThreads();
    assertThat(resources.count()).isEqualTo(THREADS * CHANNELS);
    fileSystem.close();
    assertThat(opened).noneMatch(FileChannel::isOpen);
    assertThat(resources.count()).isZero();
  }

  @Test
  void whatOneThreadOpenedInLargeNumbersIsClosedWithTheFileSystem() throws IOException {
    List<FileChannel> opened = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      opened.addAll(openedHere());
    }
    assertThat(resources.count()).isEqualTo(10 * CHANNELS);
    for (int i = 0; i < opened.size(); i += 2) {
      opened.get(i).close();
    }
    assertThat(resources.count()).isEqualTo(5 * CHANNELS);
    opened.addAll(openedHere());
    fileSystem.close();
    assertThat(opened).noneMatch(FileChannel::isOpen);
    assertThat(resources.count()).isZero();
  }

  @Test
  void whatAnotherThreadClosesIsForgotten() throws Exception {
    for (FileChannel channel : openedInManyThreads()) {
      channel.close();
    }
    assertThat(resources.count()).isZero();
  }

  @Test
  void theHashCodeOfAChannelTellsWhereItWasOpened() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      assertThat(channel.hashCode() >>> (Integer.SIZE - Stripe.BITS)).isEqualTo(Stripe.current());
    }
  }
}
