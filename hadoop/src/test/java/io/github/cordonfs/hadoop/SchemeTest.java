package io.github.cordonfs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another scheme for what is cached, with the store's own beside it. */
class SchemeTest extends CachedFixture {

  private FileSystem scheme;
  private Path other;

  @BeforeEach
  void open() throws IOException {
    scheme = openScheme(configuration("refuse"));
    other = new Path("cordon+" + path);
    EtagFileSystem.reset();
  }

  private static Configuration configuration(String writes) {
    Configuration conf = configuration();
    // The scheme itself is without the cache.
    conf.unset("fs.file.impl");
    conf.set("fs.cordon+file.impl", CordonSchemeFileSystem.class.getName());
    conf.set("fs.cordon.scheme.writes", writes);
    return conf;
  }

  private static FileSystem openScheme(Configuration conf) throws IOException {
    return FileSystem.newInstance(URI.create("cordon+file:///"), conf);
  }

  private byte[] read(FSDataInputStream opened) throws IOException {
    try (opened) {
      return opened.readAllBytes();
    }
  }

  @Test
  void filesAreReadThroughTheCache() throws IOException {
    assertThat(((CordonSchemeFileSystem) scheme).isCaching()).isTrue();
    assertThat(scheme.getScheme()).isEqualTo("cordon+file");
    assertThat(read(scheme.open(other))).isEqualTo(data);
    int requests = EtagFileSystem.REQUESTS.get();
    assertThat(requests).isPositive();
    assertThat(read(scheme.open(other))).isEqualTo(data);
    assertThat(read(scheme.openFile(other).build().join())).isEqualTo(data);
    assertThat(EtagFileSystem.REQUESTS).hasValue(requests);
    scheme.close();
  }

  @Test
  void theSchemeOfTheStoreIsAsItWas() throws IOException {
    Configuration conf = configuration("refuse");
    assertThat(path.getFileSystem(conf)).isNotInstanceOf(CordonCachingFileSystem.class);
    assertThat(other.getFileSystem(conf)).isInstanceOf(CordonSchemeFileSystem.class);
    scheme.setWorkingDirectory(other.getParent());
    assertThat(scheme.exists(new Path("data"))).isTrue();
    assertThatThrownBy(() -> scheme.open(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listedFilesHaveTheSchemeTheyWereAskedForAndTheVersionOfTheStore() throws IOException {
    Path root = other.getParent();
    FileStatus looked = scheme.getFileStatus(other);
    assertThat(looked.getPath()).isEqualTo(other);
    assertThat(((EtagSource) looked).getEtag()).isNotEmpty();
    assertThat(scheme.listStatus(root)).extracting(FileStatus::getPath).containsExactly(other);
    assertThat(scheme.globStatus(new Path(root, "d*")))
        .extracting(FileStatus::getPath)
        .containsExactly(other);
    RemoteIterator<LocatedFileStatus> located = scheme.listFiles(root, true);
    LocatedFileStatus found = located.next();
    assertThat(found.getPath()).isEqualTo(other);
    assertThat(scheme.getFileBlockLocations(found, 0, found.getLen()))
        .hasSameSizeAs(found.getBlockLocations());
    assertThat(scheme.listLocatedStatus(root).next().getPath()).isEqualTo(other);
    // So whoever opens by that status costs the store no other look.
    EtagFileSystem.LOOKS.set(0);
    assertThat(read(scheme.openFile(other).withFileStatus(looked).build().join())).isEqualTo(data);
    int withStatus = EtagFileSystem.LOOKS.getAndSet(0);
    assertThat(read(scheme.openFile(other).build().join())).isEqualTo(data);
    assertThat(EtagFileSystem.LOOKS.get()).isGreaterThan(withStatus);
  }

  @Test
  void whatChangesTheStoreIsRefusedAndSaysWhatToWrite() throws IOException {
    for (org.assertj.core.api.ThrowableAssert.ThrowingCallable each :
        Arrays.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>asList(
            () -> scheme.create(other),
            () -> scheme.createFile(other).overwrite(true).build(),
            () -> scheme.append(other),
            () -> scheme.delete(other, true),
            () -> scheme.rename(other, new Path(other.getParent(), "b")),
            () -> scheme.mkdirs(new Path(other.getParent(), "d")))) {
      assertThatThrownBy(each)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("fs.cordon.scheme.writes")
          .hasMessageContaining("write file:/");
    }
    assertThat(Files.readAllBytes(directory.resolve("data"))).isEqualTo(data);
    assertThat(directory).isDirectoryContaining(each -> each.endsWith("data"));
  }

  @Test
  void theOptionAllowsIt() throws IOException {
    try (FileSystem writable = openScheme(configuration("allow"))) {
      Path made = new Path(other.getParent(), "made");
      try (var out = writable.create(made)) {
        out.write(7);
      }
      assertThat(read(writable.open(made))).containsExactly(7);
      Path moved = new Path(other.getParent(), "moved");
      assertThat(writable.rename(made, moved)).isTrue();
      assertThat(writable.delete(moved, false)).isTrue();
    }
    assertThatThrownBy(() -> openScheme(configuration("perhaps")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fs.cordon.scheme.writes");
  }
}
