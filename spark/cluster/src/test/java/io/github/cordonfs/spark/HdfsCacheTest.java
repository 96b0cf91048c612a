package io.github.cordonfs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.hadoop.CordonCachingFileSystem;
import io.github.cordonfs.hadoop.CordonDistributedFileSystem;
import io.github.cordonfs.hadoop.cache.SharedCache;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of HDFS through the cache: wrapped, and by the subclass of HDFS's own file system. */
class HdfsCacheTest {

  @TempDir static Path directory;
  private static HdfsNode hdfs;

  private FileSystem plain;
  private byte[] data;
  private org.apache.hadoop.fs.Path path;

  @BeforeAll
  static void start() throws Exception {
    hdfs = new HdfsNode(directory);
  }

  @AfterAll
  static void stop() {
    hdfs.close();
  }

  private static Configuration cached(Class<?> type) {
    Configuration conf = hdfs.configure(new Configuration());
    conf.set("fs.hdfs.impl", type.getName());
    conf.set("fs.cordon.cache.size", "256m");
    conf.set("fs.cordon.injection", "true");
    return conf;
  }

  private static FileSystem open(Configuration conf) throws IOException {
    return FileSystem.newInstance(hdfs.uri(), conf);
  }

  @BeforeEach
  void make() throws IOException {
    data = new byte[20_000_000];
    new Random(System.nanoTime()).nextBytes(data);
    plain = open(hdfs.configure(new Configuration()));
    path = new org.apache.hadoop.fs.Path("/dir/data");
    write(data);
  }

  private void write(byte[] bytes) throws IOException {
    try (FSDataOutputStream out = plain.create(path, true)) {
      out.write(bytes);
    }
  }

  @AfterEach
  void close() throws IOException {
    plain.close();
  }

  private byte[] readAll(FileSystem from) throws IOException {
    try (FSDataInputStream in = from.open(path)) {
      return in.readAllBytes();
    }
  }

  private static SharedCache cache() {
    return SharedCache.open().stream()
        .filter(each -> each.mount().options().size() == 256 << 20)
        .findFirst()
        .orElseThrow();
  }

  private static long storeBytes() {
    return cache().counters().storeBytes();
  }

  private static long opens() {
    return cache().counters().opens();
  }

  @ParameterizedTest
  @ValueSource(classes = {CordonCachingFileSystem.class, CordonDistributedFileSystem.class})
  void filesAreReadOnceAndHealed(Class<?> type) throws IOException {
    try (FileSystem fs = open(cached(type))) {
      assertThat(readAll(fs)).isEqualTo(data);
      long before = storeBytes();
      assertThat(readAll(fs)).isEqualTo(data);
      assertThat(storeBytes()).isEqualTo(before);
      SharedCache cache = cache();
      assertThat(cache.mount().memoryFailures().strikeRandom(5, 300)).isNotEmpty();
      assertThat(readAll(fs)).isEqualTo(data);
      assertThat(storeBytes()).isGreaterThan(before);
      // In one call, with the blocks.
      RemoteIterator<LocatedFileStatus> located = fs.listLocatedStatus(path.getParent());
      assertThat(located.next().getBlockLocations()).hasSize(3);
      if (type == CordonDistributedFileSystem.class) {
        assertThat(fs).isInstanceOf(DistributedFileSystem.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {CordonCachingFileSystem.class, CordonDistributedFileSystem.class})
  void anotherVersionIsSeenAndOneBeingWrittenIsNotCached(Class<?> type) throws IOException {
    try (FileSystem fs = open(cached(type))) {
      assertThat(readAll(fs)).isEqualTo(data);
      byte[] other = new byte[data.length];
      new Random(9).nextBytes(other);
      write(other);
      assertThat(readAll(fs)).isEqualTo(other);
      try (FSDataOutputStream out = plain.append(path)) {
        out.write(1);
        out.hflush();
        long before = opens();
        fs.open(path).close();
        assertThat(opens()).isEqualTo(before);
      }
      byte[] longer = Arrays.copyOf(other, other.length + 1);
      longer[other.length] = 1;
      assertThat(readAll(fs)).isEqualTo(longer);
      assertThat(fs.delete(path, false)).isTrue();
      assertThatThrownBy(() -> fs.open(path)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {CordonCachingFileSystem.class, CordonDistributedFileSystem.class})
  void aStreamStaysWithTheFileItOpened(Class<?> type) throws IOException {
    byte[] other = new byte[data.length];
    new Random(9).nextBytes(other);
    try (FileSystem fs = open(cached(type));
        FSDataInputStream in = fs.open(path);
        FSDataInputStream moved = fs.open(path)) {
      byte[] some = new byte[1000];
      in.readFully(0, some);
      org.apache.hadoop.fs.Path away = new org.apache.hadoop.fs.Path("/dir/away");
      assertThat(plain.rename(path, away)).isTrue();
      write(other);
      // It has another name now, and is the same file.
      moved.readFully(9_000_000, some);
      assertThat(some).isEqualTo(Arrays.copyOfRange(data, 9_000_000, 9_001_000));
      assertThat(plain.delete(away, false)).isTrue();
      in.readFully(0, some);
      assertThat(some).isEqualTo(Arrays.copyOf(data, 1000));
      assertThat(readAll(fs)).isEqualTo(other);
    }
    try (FileSystem fs = open(cached(type));
        FSDataInputStream in = fs.open(path)) {
      byte[] again = other.clone();
      again[0]++;
      write(again);
      cache().mount().memoryFailures().strikeRandom(1, 6000);
      // Of what is not in the cache nothing can be had any more, and nothing of the new file.
      byte[] all = new byte[other.length];
      try {
        in.readFully(0, all);
        assertThat(all).isEqualTo(other);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("data");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {CordonCachingFileSystem.class, CordonDistributedFileSystem.class})
  void aHitDoesNotSkipThePermission(Class<?> type) throws Exception {
    plain.setPermission(path.getParent(), new FsPermission("755"));
    plain.setPermission(path, new FsPermission("644"));
    UserGroupInformation other = UserGroupInformation.createUserForTesting("other", new String[0]);
    try (FileSystem fs =
        other.doAs((PrivilegedExceptionAction<FileSystem>) () -> open(cached(type)))) {
      // By a thread that is not the other user's: it reads as the one who opened.
      FSDataInputStream in =
          other.doAs((PrivilegedExceptionAction<FSDataInputStream>) () -> fs.open(path));
      assertThat(in.readAllBytes()).isEqualTo(data);
      in.close();
      plain.setPermission(path, new FsPermission("600"));
      assertThatThrownBy(() -> fs.open(path)).isInstanceOf(AccessControlException.class);
    }
  }
}
