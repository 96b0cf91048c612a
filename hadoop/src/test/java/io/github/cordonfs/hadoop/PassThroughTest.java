package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;

/** A cache never fails a reader; where it cannot help, the wrapped file system does it all. */
class PassThroughTest extends CachedFixture {

  private void readsWithoutCache(Configuration conf) throws IOException {
    try (FileSystem plain = open(conf);
        FSDataInputStream in = plain.open(path)) {
      assertThat(((CordonCachingFileSystem) plain).isCaching()).isFalse();
      assertThat(in.readAllBytes()).isEqualTo(data);
      try (FSDataInputStream built = plain.openFile(path).build().join()) {
        assertThat(built.readAllBytes()).isEqualTo(data);
      }
    }
  }

  @Test
  void wrongOptionsAndNoneAtAllPassThrough() throws IOException {
    Configuration wrong = configuration();
    wrong.set("fs.cordon.cache.size", "a lot");
    readsWithoutCache(wrong);
    Configuration tail = configuration();
    tail.set("fs.cordon.tail.bytes", "-3");
    readsWithoutCache(tail);
    for (String each : new String[] {"-1", "17m"}) {
      Configuration whole = configuration();
      whole.set("fs.cordon.whole.bytes", each);
      readsWithoutCache(whole);
    }
    Configuration off = configuration();
    off.set("fs.cordon.enabled", "false");
    readsWithoutCache(off);
  }

  @Test
  void whatHasNoIdentityIsNotCached() throws IOException {
    Configuration conf = configuration();
    conf.set("fs.cordon.wrapped.file.impl", RawLocalFileSystem.class.getName());
    long opened = cache().counters().opens();
    try (FileSystem plain = open(conf);
        FSDataInputStream in = plain.open(path)) {
      assertThat(in.readAllBytes()).isEqualTo(data);
    }
    assertThat(cache().counters().opens()).isEqualTo(opened);
    conf.set("fs.cordon.identity.mtime", "true");
    try (FileSystem byTime = open(conf)) {
      // It was written just now: more may be written, and nobody could tell.
      byTime.open(path).close();
      assertThat(cache().counters().opens()).isEqualTo(opened);
      byTime.setTimes(path, 1_600_000_000_000L, -1);
      try (FSDataInputStream in = byTime.open(path)) {
        assertThat(in.readAllBytes()).isEqualTo(data);
      }
      assertThat(cache().counters().opens()).isEqualTo(opened + 1);
    }
  }

  @Test
  void aHitDoesNotSkipThePermission() throws IOException {
    try (FSDataInputStream in = fs.open(path)) {
      assertThat(in.readAllBytes()).isEqualTo(data);
    }
    fs.setPermission(path, new FsPermission((short) 0));
    assertThatThrownBy(() -> fs.open(path)).isInstanceOf(AccessControlException.class);
    assertThatThrownBy(() -> fs.openFile(path).build().join())
        .hasCauseInstanceOf(AccessControlException.class);
  }

  @Test
  void writesRenamesAndDeletesAreSeenAtOnce() throws IOException {
    org.apache.hadoop.fs.Path written = path("written");
    for (int round = 0; round < 3; round++) {
      byte[] bytes = new byte[100_000];
      Arrays.fill(bytes, (byte) round);
      try (FSDataOutputStream out = fs.create(written, true)) {
        out.write(bytes);
      }
      try (FSDataInputStream in = fs.open(written)) {
        assertThat(in.readAllBytes()).isEqualTo(bytes);
      }
    }
    assertThat(fs.rename(path, written)).isTrue();
    try (FSDataInputStream in = fs.open(written)) {
      assertThat(in.readAllBytes()).isEqualTo(data);
    }
    assertThat(fs.delete(written, false)).isTrue();
    assertThatThrownBy(() -> fs.open(written)).isInstanceOf(IOException.class);
  }

  @Test
  void whatCannotBeWrappedSaysWhichKeyToSet() {
    Configuration conf = configuration();
    conf.set("fs.cordon.wrapped.file.impl", CordonCachingFileSystem.class.getName());
    assertThatThrownBy(() -> open(conf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("fs.cordon.wrapped.file.impl");
    conf.set("fs.cordon.wrapped.file.impl", "no.such.Class");
    assertThatThrownBy(() -> open(conf))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.such.Class");
  }

  /** As on a JDK before 25: classes of the cache cannot be loaded. */
  @Test
  void withoutTheClassesOfTheCacheItPassesThrough() throws Exception {
    String core =
        Path.of(Cordon.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(each -> !each.equals(core))
            .collect(Collectors.joining(File.pathSeparator));
    Path log = directory.resolve("log");
    int ended =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                PassedThrough.class.getName(),
                path.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(Files.readString(log)).contains(data.length + " bytes, not cached");
    assertThat(ended).isZero();
  }

  @Test
  void whatHadoopIsConfiguredWithRunsOnAnOldJdk() throws IOException {
    for (Class<?> each :
        new Class<?>[] {
          CordonCachingFileSystem.class,
          CordonDistributedFileSystem.class,
          ReadCaches.class,
          NoticingFileSystem.class,
          NoticedWrites.class,
          ReadCache.class,
          WrappedStore.class,
          WrappedFileSystem.class,
          WrappedClass.class,
          HdfsFiles.class
        }) {
      try (InputStream in = each.getResourceAsStream(each.getSimpleName() + ".class")) {
        byte[] bytes = in.readNBytes(8);
        assertThat(bytes[7]).as(each.getName()).isEqualTo((byte) 61);
      }
    }
  }
}
