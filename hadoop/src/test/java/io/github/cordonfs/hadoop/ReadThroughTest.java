package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.OpenFileOptions;
import org.apache.hadoop.fs.statistics.IOStatisticsSupport;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.junit.jupiter.api.Test;

/** Files read through the cache, in all ways but vectored ones. */
class ReadThroughTest extends CachedFixture {

  private static final int PAGE = 4096;

  private byte[] readAll() throws IOException {
    try (FSDataInputStream in = fs.open(path)) {
      return in.readAllBytes();
    }
  }

  private byte[] slice(long from, int length) {
    return Arrays.copyOfRange(data, (int) from, (int) from + length);
  }

  @Test
  void allWaysOfReadingGiveTheBytesOfTheStore() throws IOException {
    assertThat(((CordonCachingFileSystem) fs).isCaching()).isTrue();
    assertThat(readAll()).isEqualTo(data);
    Random random = new Random(7);
    try (FSDataInputStream in = fs.open(path)) {
      for (int i = 0; i < 300; i++) {
        int length = random.nextInt(i % 10 == 0 ? 3 << 20 : 20_000);
        int from = random.nextInt(data.length - length);
        byte[] bytes = new byte[length];
        ByteBuffer buffer =
            random.nextBoolean() ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
        switch (i % 5) {
          case 0 -> in.readFully(from, bytes);
          case 1 -> {
            in.seek(from);
            in.readFully(bytes);
            assertThat(in.getPos()).isEqualTo(from + length);
          }
          case 2 -> {
            in.readFully(from, buffer);
            buffer.flip().get(bytes);
          }
          case 3 -> {
            in.seek(from);
            while (buffer.hasRemaining()) {
              assertThat(in.read(buffer)).isPositive();
            }
            buffer.flip().get(bytes);
          }
          default -> {
            int n = in.read(from, bytes, 0, length);
            bytes = Arrays.copyOf(bytes, Math.max(n, 0));
            length = bytes.length;
          }
        }
        assertThat(bytes).isEqualTo(slice(from, length));
      }
    }
  }

  @Test
  void whatIsCachedIsNotAskedForAgain() throws IOException {
    assertThat(readAll()).isEqualTo(data);
    int requests = EtagFileSystem.REQUESTS.get();
    assertThat(readAll()).isEqualTo(data);
    assertThat(EtagFileSystem.REQUESTS).hasValue(requests);
    assertThat(EtagFileSystem.BYTES).hasValue(data.length);
    // Nor by another file system of the same user with the same settings.
    try (FileSystem other = open(configuration());
        FSDataInputStream in = other.open(path)) {
      assertThat(in.readAllBytes()).isEqualTo(data);
    }
    assertThat(EtagFileSystem.REQUESTS).hasValue(requests);
  }

  @Test
  void pagesOfOneSettingAreNotGivenToAnother() throws IOException {
    assertThat(readAll()).isEqualTo(data);
    Configuration conf = configuration();
    conf.set("fs.file.secret.key", "another");
    try (FileSystem other = open(conf);
        FSDataInputStream in = other.open(path)) {
      EtagFileSystem.reset();
      assertThat(in.readAllBytes()).isEqualTo(data);
      assertThat(EtagFileSystem.BYTES).hasValue(data.length);
    }
  }

  @Test
  void eachOpenAsksTheStoreOnceAndOneWithTheStatusDoesNot() throws IOException {
    FileStatus status = fs.getFileStatus(path);
    EtagFileSystem.LOOKS.set(0);
    fs.open(path).close();
    assertThat(EtagFileSystem.LOOKS).hasValue(2); // one is for the permission
    EtagFileSystem.LOOKS.set(0);
    try (FSDataInputStream in =
        fs.openFile(path)
            .withFileStatus(status)
            .must(OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY, "random")
            .build()
            .join()) {
      in.readFully(10, new byte[10]);
    }
    assertThat(EtagFileSystem.LOOKS).hasValue(1);
    // One without an etag costs a look.
    EtagFileSystem.LOOKS.set(0);
    fs.openFile(path).withFileStatus(new FileStatus(status)).build().join().close();
    assertThat(EtagFileSystem.LOOKS).hasValue(2);
  }

  @Test
  void theFirstLookAtTheEndReadsTheFooter() throws IOException {
    try (FSDataInputStream in = fs.open(path)) {
      in.readFully(data.length - 8, new byte[8]);
      assertThat(EtagFileSystem.REQUESTS).hasValue(1);
      byte[] footer = new byte[30_000];
      in.readFully(data.length - 8 - footer.length, footer);
      assertThat(footer).isEqualTo(slice(data.length - 8 - footer.length, footer.length));
      assertThat(EtagFileSystem.REQUESTS).hasValue(1);
    }
  }

  @Test
  void aSmallFileIsReadWholeAtTheFirstLookAtItsEnd() throws IOException {
    int length = 200_000;
    write("small", Arrays.copyOf(data, length));
    write("longer", Arrays.copyOf(data, length + 1));
    Configuration conf = configuration();
    conf.set("fs.cordon.whole.bytes", Integer.toString(length));
    try (FileSystem some = open(conf)) {
      for (int i = 0; i < 2; i++) {
        try (FSDataInputStream in = some.open(path("small"))) {
          in.readFully(length - 8, new byte[8]);
          byte[] column = new byte[50_000];
          in.readFully(7, column);
          assertThat(column).isEqualTo(slice(7, column.length));
        }
      }
      assertThat(EtagFileSystem.REQUESTS).hasValue(1);
      assertThat(EtagFileSystem.BYTES).hasValue(length);
      EtagFileSystem.reset();
      try (FSDataInputStream in = some.open(path("longer"))) {
        in.readFully(length - 7, new byte[8]);
      }
      assertThat(EtagFileSystem.REQUESTS).hasValue(1);
      assertThat(EtagFileSystem.BYTES.get()).isLessThan(80_000);
    }
  }

  @Test
  void aSmallFileWhoseEndNobodyLooksAtIsNotReadWhole() throws IOException {
    write("small", Arrays.copyOf(data, 200_000));
    Configuration conf = configuration();
    conf.set("fs.cordon.whole.bytes", "1m");
    try (FileSystem some = open(conf);
        FSDataInputStream in = some.open(path("small"))) {
      in.readFully(100_000, new byte[10]);
    }
    assertThat(EtagFileSystem.BYTES).hasValue(PAGE);
  }

  @Test
  void aRandomReadAsksForItsPagesOnly() throws IOException {
    try (FSDataInputStream in = fs.open(path)) {
      for (int i = 1; i <= 8; i++) {
        in.readFully((long) i << 20, new byte[100_000]);
      }
    }
    assertThat(EtagFileSystem.BYTES.get()).isBetween(800_000L, 800_000L + 16 * PAGE);
  }

  @Test
  void severalReadersOfAMissingRangeMakeOneRequest() throws Exception {
    int readers = 8;
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    EtagFileSystem.before =
        _ -> {
          asked.countDown();
          try {
            open.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    try (ExecutorService executor = Executors.newFixedThreadPool(readers);
        FSDataInputStream in = fs.open(path)) {
      List<Future<byte[]>> reads = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        reads.add(
            executor.submit(() -> {
              byte[] bytes = new byte[200_000];
              in.readFully(PAGE, bytes);
              return bytes;
            }));
      }
      asked.await();
      open.countDown();
      for (Future<byte[]> read : reads) {
        assertThat(read.get()).isEqualTo(slice(PAGE, 200_000));
      }
    }
    assertThat(EtagFileSystem.REQUESTS).hasValue(1);
  }

  @Test
  void anInterruptedReaderLeavesTheStreamAndTheOthersAlone() throws Exception {
    try (FSDataInputStream in = fs.open(path)) {
      byte[] bytes = new byte[100_000];
      Thread.currentThread().interrupt();
      in.readFully(0, bytes);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(bytes).isEqualTo(slice(0, bytes.length));
      in.readFully(1 << 20, bytes);
      assertThat(bytes).isEqualTo(slice(1 << 20, bytes.length));
    }
  }

  @Test
  void pagesThatFailAreReadAgainAndNobodyNotices() throws IOException {
    assertThat(readAll()).isEqualTo(data);
    EtagFileSystem.reset();
    int struck = cache().mount().memoryFailures().strikeRandom(3, 200).size();
    assertThat(struck).isPositive();
    assertThat(readAll()).isEqualTo(data);
    assertThat(EtagFileSystem.BYTES.get()).isPositive();
    assertThat(cache().mount().memoryFailures().badFiles()).isEmpty();
  }

  @Test
  void anErrorOfTheStoreNamesFileAndRangeAndTheNextReadAsksAgain() throws IOException {
    EtagFileSystem.before =
        _ -> {
          throw new IOException("503 Slow Down");
        };
    try (FSDataInputStream in = fs.open(path)) {
      byte[] bytes = new byte[10];
      assertThatThrownBy(() -> in.readFully(5 * PAGE, bytes))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("data")
          .hasMessageContaining("bytes 20480 to 24575")
          .hasMessageContaining("503 Slow Down");
      EtagFileSystem.before = _ -> {};
      in.readFully(5 * PAGE, bytes);
      assertThat(bytes).isEqualTo(slice(5 * PAGE, 10));
    }
  }

  @Test
  void anOpenStreamNeverMixesVersions() throws IOException {
    byte[] other = new byte[data.length];
    new Random(8).nextBytes(other);
    try (FSDataInputStream in = fs.open(path)) {
      byte[] first = new byte[PAGE];
      in.readFully(0, first);
      write("data", other);
      // What is cached is of its version; what is not cannot be had any more.
      in.readFully(0, first);
      assertThat(first).isEqualTo(slice(0, PAGE));
      assertThatThrownBy(() -> in.readFully(4 << 20, first))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("412");
    }
    assertThat(readAll()).isEqualTo(other);
  }

  @Test
  void endsAndErrorsAreThoseOfHadoop() throws IOException {
    FSDataInputStream in = fs.open(path);
    assertThat(in.read(data.length, new byte[10], 0, 10)).isEqualTo(-1);
    assertThatThrownBy(() -> in.readFully(data.length - 5, new byte[10]))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> in.seek(-1)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> in.seek(data.length + 1)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> in.read(-1, new byte[10], 0, 10)).isInstanceOf(EOFException.class);
    in.seek(data.length);
    assertThat(in.read()).isEqualTo(-1);
    in.seek(data.length - 1);
    assertThat(in.read()).isEqualTo(data[data.length - 1] & 0xff);
    assertThat(in.available()).isZero();
    in.unbuffer();
    in.seek(0);
    assertThat(in.read()).isEqualTo(data[0] & 0xff);
    assertThat(in.hasCapability("in:readvectored")).isTrue();
    assertThat(
            IOStatisticsSupport.retrieveIOStatistics(in)
                .counters()
                .get(StreamStatisticNames.STREAM_READ_BYTES))
        .isEqualTo(2);
    in.close();
    in.close();
    assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    in.unbuffer();
    assertThat(in.getPos()).isEqualTo(1);
    assertThatThrownBy(() -> fs.open(path("none"))).isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> fs.open(path(""))).isInstanceOf(FileNotFoundException.class);
    write("empty", new byte[0]);
    try (FSDataInputStream empty = fs.open(path("empty"))) {
      assertThat(empty.read()).isEqualTo(-1);
    }
  }

  @Test
  @SuppressWarnings("deprecation") // what Spark asks is made of it
  void bytesCountForTheThreadThatReadsThem() throws IOException {
    FileSystem.Statistics statistics =
        FileSystem.getStatistics("file", CordonCachingFileSystem.class);
    long before = statistics.getThreadStatistics().getBytesRead();
    assertThat(readAll()).isEqualTo(data);
    assertThat(statistics.getThreadStatistics().getBytesRead() - before).isEqualTo(data.length);
  }
}
