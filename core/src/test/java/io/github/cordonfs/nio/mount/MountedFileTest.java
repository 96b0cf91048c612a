package io.github.cordonfs.nio.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.DirectPolicy;
import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingCapability;
import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.backing.BackingVersion;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.cache.backed.BackedFiles;
import io.github.cordonfs.vfs.attribute.FileClock;
import io.github.cordonfs.vfs.attribute.InodeDefaults;
import io.github.cordonfs.vfs.attribute.Owners;
import io.github.cordonfs.vfs.inode.StoredFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of a mount whose store is a test's. */
class MountedFileTest {

  private static final BackingVersion OLD = new BackingVersion("file", 10, "1", true);
  private static final BackingVersion NEW = new BackingVersion("file", 5000, "2", true);

  private BackingVersion now = OLD;
  private int opened;
  private boolean broken;
  private PageCache cache;
  private BackedFiles backed;
  private MountedFile file;

  private final class Store implements Backing {
    @Override
    public Set<BackingCapability> capabilities() {
      return Set.of();
    }

    @Override
    public BackingVersion version(String path) {
      return now;
    }

    @Override
    public BackingFile open(String path) {
      opened++;
      return new Content();
    }

    @Override
    public void close() {}
  }

  /** A handle that is broken when its store was, and stays so. */
  private final class Content implements BackingFile {
    private boolean useless;

    @Override
    public BackingVersion version() {
      return now;
    }

    @Override
    public int read(long position, MemorySegment target) throws IOException {
      useless |= broken;
      if (useless) {
        throw new IOException("stale");
      }
      int n = (int) Math.min(target.byteSize(), now.length() - position);
      target.asSlice(0, n).fill((byte) now.length());
      return n;
    }

    @Override
    public boolean readsBySystemCall() {
      return true;
    }

    @Override
    public void close() {}
  }

  @TempDir Path directory;

  @BeforeEach
  void open() throws IOException {
    cache = PageCache.open(CordonOptions.builder().size(4L << 20).build());
    backed = new BackedFiles(cache, true, DirectPolicy.NEVER);
    MountedLosses nothing = MountedLosses.readOnly(directory, List.of());
    file =
        new MountedFile(new Store(), new OpenHandles(4), nothing, null, "file", OLD, true, false);
    InodeDefaults defaults =
        new InodeDefaults(new Owners("", ""), AtimePolicy.NOATIME, new FileClock(null));
    file.setFile(
        new StoredFile(
            1,
            defaults,
            file,
            names -> backed.newSpace(names, file, OLD.length()),
            last -> last.space().destroy()));
  }

  @AfterEach
  void close() {
    file.space().destroy();
    backed.close();
    cache.close();
  }

  private int read(int length) {
    return file.space().read(0, MemorySegment.ofArray(new byte[length]), 0, length);
  }

  /** Of two who open it the one with the older look may come last. */
  @Test
  @Tag("B13")
  void anOldLookDoesNotCutTheFileOff() throws IOException {
    assertThat(read(5000)).isEqualTo(10);
    now = NEW;
    assertThat(file.found("file", "/file", NEW)).isTrue();
    assertThat(read(5000)).isEqualTo(5000);
    assertThat(file.found("file", "/file", OLD)).isTrue();
    assertThat(file.space().size()).isEqualTo(5000);
    assertThat(read(5000)).isEqualTo(5000);
  }

  @Test
  @Tag("B13")
  void anotherFileOfThatNameIsNotTakenForIt() throws IOException {
    now = new BackingVersion("other", 7, "3", true);
    assertThat(file.found("file", "/file", NEW)).isFalse();
    assertThat(file.space().size()).isEqualTo(10);
  }

  @Test
  @Tag("B8")
  @Tag("B17")
  void aHandleThatFailedIsNotKept() {
    broken = true;
    assertThatThrownBy(() -> read(10)).isInstanceOf(IOException.class);
    broken = false;
    int before = opened;
    assertThat(read(10)).isEqualTo(10);
    assertThat(opened).isEqualTo(before + 1);
  }

  /** A change within the steps of the clock has the stamp of the one before. */
  @Test
  @Tag("B24")
  void aLockTrustsNoStampThatWasYoungWhenItWasSeen() throws IOException {
    now = new BackingVersion("file", 5000, "2", false);
    Content opening = new Content();
    file.refresh(opening);
    assertThat(read(5000)).isEqualTo(5000);
    // Others changed it, and time went by.
    now = new BackingVersion("file", 5000, "2", true);
    int before = (int) file.space().requests();
    file.refresh(opening);
    assertThat(read(5000)).isEqualTo(5000);
    assertThat(file.space().requests()).isGreaterThan(before);
    // From now on it would have another stamp.
    before = (int) file.space().requests();
    file.refresh(opening);
    assertThat(read(5000)).isEqualTo(5000);
    assertThat(file.space().requests()).isEqualTo(before);
  }
}
