package io.github.cordonfs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.hadoop.CordonCachingFileSystem;
import io.github.cordonfs.hadoop.cache.SharedCache;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of S3, by S3A, through the cache. */
class S3CacheTest {

  @TempDir static Path directory;
  private static S3Server s3;

  private FileSystem fs;
  private byte[] data;
  private final org.apache.hadoop.fs.Path path =
      new org.apache.hadoop.fs.Path("s3a://" + S3Server.BUCKET + "/dir/data");

  @BeforeAll
  static void start() throws Exception {
    s3 = new S3Server(directory);
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  private static Configuration cached() {
    Configuration conf = s3.configure(new Configuration());
    conf.set("fs.s3a.impl", CordonCachingFileSystem.class.getName());
    conf.set("fs.cordon.cache.size", "128m");
    conf.set("fs.cordon.injection", "true");
    return conf;
  }

  private static FileSystem open(Configuration conf) throws IOException {
    return FileSystem.newInstance(URI.create("s3a://" + S3Server.BUCKET), conf);
  }

  @BeforeEach
  void make() throws IOException {
    data = new byte[9_000_000];
    new Random(System.nanoTime()).nextBytes(data);
    fs = open(cached());
    try (FSDataOutputStream out = fs.create(path, true)) {
      out.write(data);
    }
    s3.forget();
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private byte[] readAll(FileSystem from) throws IOException {
    try (FSDataInputStream in = from.open(path)) {
      return in.readAllBytes();
    }
  }

  @Test
  void aWarmReadAsksForTheEtagOnly() throws IOException {
    assertThat(((CordonCachingFileSystem) fs).isCaching()).isTrue();
    assertThat(readAll(fs)).isEqualTo(data);
    assertThat(s3.requests).containsExactly("HEAD ", "GET bytes=0-8999999");
    assertThat(s3.bytesSent).hasValue(data.length);
    s3.forget();
    assertThat(readAll(fs)).isEqualTo(data);
    assertThat(s3.requests).containsExactly("HEAD ");
  }

  @Test
  void aColdReadMakesNoMoreRequestsThanS3aAlone() throws IOException {
    try (FileSystem plain = open(s3.configure(new Configuration()))) {
      long[] withoutCache = requestsOfAScan(plain);
      long[] withCache = requestsOfAScan(fs);
      assertThat(withCache[0]).isLessThanOrEqualTo(withoutCache[0]);
      assertThat(withCache[1]).isLessThanOrEqualTo(withoutCache[1] * 11 / 10);
    }
  }

  @Test
  void aColdReadOfASmallObjectIsOneRequestAsByS3aAlone() throws IOException {
    byte[] small = Arrays.copyOf(data, 3_000_000);
    s3.put("dir/small", small);
    try (FileSystem plain = open(s3.configure(new Configuration()))) {
      readFooterAndColumn(plain, small);
      long withoutCache = s3.requests.size();
      assertThat(s3.bytesSent).hasValue(small.length);
      readFooterAndColumn(fs, small);
      assertThat(s3.requests)
          .containsExactly("HEAD ", "GET bytes=0-2999999")
          .hasSize((int) withoutCache);
      assertThat(s3.bytesSent).hasValue(small.length);
    }
    // S3A's other stream would not read all of it either, of a version that is not in the cache.
    small[0]++;
    s3.put("dir/small", small);
    Configuration classic = cached();
    classic.set("fs.s3a.input.stream.type", "classic");
    try (FileSystem chosen = open(classic)) {
      readFooterAndColumn(chosen, small);
      assertThat(s3.count("GET")).isEqualTo(2);
      assertThat(s3.bytesSent.get()).isLessThan(200_000);
    }
  }

  private void readFooterAndColumn(FileSystem from, byte[] expected) throws IOException {
    s3.forget();
    org.apache.hadoop.fs.Path small = new org.apache.hadoop.fs.Path(path.getParent(), "small");
    try (FSDataInputStream in =
        from.openFile(small)
            .opt("fs.option.openfile.read.policy", "parquet, vector, random")
            .build()
            .join()) {
      in.readFully(expected.length - 8, new byte[8]);
      byte[] column = new byte[100_000];
      in.readFully(1_000_000, column);
      assertThat(column).isEqualTo(Arrays.copyOfRange(expected, 1_000_000, 1_100_000));
    }
  }

  /** As Parquet does it: the footer, then some columns. */
  private long[] requestsOfAScan(FileSystem from) throws IOException {
    s3.forget();
    try (FSDataInputStream in =
        from.openFile(path)
            .opt("fs.option.openfile.read.policy", "parquet, vector, random")
            .build()
            .join()) {
      in.seek(data.length - 8);
      in.readFully(new byte[8]);
      in.seek(data.length - 20_000);
      in.readFully(new byte[19_992]);
      List<FileRange> ranges =
          List.of(
              FileRange.createFileRange(4, 700_000),
              FileRange.createFileRange(3_000_000, 1_500_000),
              FileRange.createFileRange(4_500_500, 900_000),
              FileRange.createFileRange(8_000_000, 300_000));
      in.readVectored(ranges, ByteBuffer::allocate);
      for (FileRange range : ranges) {
        byte[] bytes = new byte[range.getLength()];
        range.getData().join().get(bytes);
        int at = (int) range.getOffset();
        assertThat(bytes).isEqualTo(Arrays.copyOfRange(data, at, at + bytes.length));
      }
    }
    return new long[] {s3.requests.size(), s3.bytesSent.get()};
  }

  @Test
  void struckPagesAreFetchedAgain() throws IOException {
    assertThat(readAll(fs)).isEqualTo(data);
    s3.forget();
    SharedCache cache =
        SharedCache.open().stream()
            .filter(each -> each.mount().options().size() == 128 << 20)
            .findFirst()
            .orElseThrow();
    assertThat(cache.mount().memoryFailures().strikeRandom(5, 300)).isNotEmpty();
    assertThat(readAll(fs)).isEqualTo(data);
    assertThat(s3.count("GET")).isPositive();
    assertThat(s3.bytesSent.get()).isLessThan(data.length);
  }

  @Test
  void aStoreThatIsGoneIsAnErrorWithFileAndRange() throws IOException {
    Configuration conf = cached();
    conf.set("fs.s3a.attempts.maximum", "1");
    conf.set("fs.s3a.retry.limit", "0");
    try (FileSystem other = open(conf);
        FSDataInputStream in = other.open(path)) {
      other.delete(path, false);
      assertThatThrownBy(() -> in.readFully(8192, new byte[10]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("bytes 8192 to 12287")
          .hasMessageContaining("data");
    }
  }
}
