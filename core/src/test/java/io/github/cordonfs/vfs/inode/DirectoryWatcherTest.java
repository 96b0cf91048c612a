package io.github.cordonfs.vfs.inode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.vfs.Namespace;
import io.github.cordonfs.vfs.Replace;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.attribute.FileClock;
import io.github.cordonfs.vfs.attribute.InodeDefaults;
import io.github.cordonfs.vfs.attribute.Owners;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What watchers of directories are told. */
class DirectoryWatcherTest {

  private static final Owners ADA = new Owners("ada", "staff");

  private Namespace namespace;
  private Directory here;
  private final List<String> told = new ArrayList<>();

  private final DirectoryWatcher watcher =
      new DirectoryWatcher() {
        @Override
        public void changed(Change change, String name) {
          told.add(change + " " + name);
        }

        @Override
        public void directoryDeleted() {
          told.add("gone");
        }
      };

  @BeforeEach
  void open() throws IOException {
    PageCache cache = PageCache.open(CordonOptions.builder().size(64L << 20).build());
    namespace =
        new Namespace(
            cache,
            100,
            new InodeDefaults(ADA, AtimePolicy.RELATIME, new FileClock(null)),
            new Access(false, ADA));
    here = namespace.createDirectory(path("/here"), InitialAttributes.of(0755), Replace.NEVER);
    var _ = namespace.createDirectory(path("/there"), InitialAttributes.of(0755), Replace.NEVER);
    assertThat(here.watch(watcher)).isTrue();
  }

  @AfterEach
  void close() {
    here.unwatch(watcher);
    namespace.close();
  }

  private static PathName path(String text) {
    return PathName.parse(text);
  }

  private RegularFile create(String text) throws IOException {
    return namespace.createNew(path(text), InitialAttributes.of(0644));
  }

  private static void write(RegularFile file) {
    assertThat(file.write(0, MemorySegment.ofArray(new byte[1]), 0, 1)).isEqualTo(1);
  }

  @Test
  void whatGetsANameIsCreatedAndWhatLosesOneIsDeleted() throws IOException {
    RegularFile file = create("/here/a");
    namespace.link(path("/here/b"), path("/here/a"));
    namespace.delete(path("/here/a"));
    var _ = namespace.createDirectory(path("/here/c"), InitialAttributes.of(0755), Replace.NEVER);
    var _ = namespace.createSymbolicLink(path("/here/d"), path("c"), Replace.NEVER);
    assertThat(told)
        .containsExactly("CREATED a", "CREATED b", "DELETED a", "CREATED c", "CREATED d");
    file.release();
  }

  @Test
  void aMoveDeletesTheOldNameAndThenCreatesTheNew() throws IOException {
    create("/here/a").release();
    told.clear();
    namespace.rename(path("/here/a"), path("/here/b"), Replace.NEVER);
    namespace.rename(path("/here/b"), path("/there/b"), Replace.NEVER);
    namespace.rename(path("/there/b"), path("/here/c"), Replace.NEVER);
    assertThat(told).containsExactly("DELETED a", "CREATED b", "DELETED b", "CREATED c");
  }

  @Test
  void ofAFileThatMadeRoomNothingIsTold() throws IOException {
    create("/here/old").release();
    create("/there/new").release();
    told.clear();
    namespace.rename(path("/there/new"), path("/here/old"), Replace.ANY);
    assertThat(told).containsExactly("CREATED old");
  }

  @Test
  void aChangeOfContentOrAttributesIsToldForEveryName() throws IOException {
    RegularFile file = create("/there/a");
    namespace.link(path("/here/b"), path("/there/a"));
    namespace.link(path("/here/c"), path("/there/a"));
    told.clear();
    write(file);
    file.setPermissions(0600);
    file.setTimes(1L, null, null);
    file.setUser("bob");
    file.setGroup("bob");
    file.markModified();
    assertThat(told).hasSize(12).containsOnly("MODIFIED b", "MODIFIED c");
    file.release();
  }

  @Test
  void aFileWithoutANameAndAReadTellNobody() throws IOException {
    RegularFile file = create("/here/a");
    write(file);
    told.clear();
    byte[] bytes = new byte[1];
    assertThat(file.read(0, MemorySegment.ofArray(bytes), 0, 1)).isEqualTo(1);
    assertThat(told).isEmpty();
    namespace.delete(path("/here/a"));
    write(file);
    assertThat(told).containsExactly("DELETED a");
    file.release();
  }

  @Test
  void whatHappensInADirectoryBelowIsNotTold() throws IOException {
    var _ = namespace.createDirectory(path("/here/sub"), InitialAttributes.of(0755), Replace.NEVER);
    told.clear();
    create("/here/sub/a").release();
    namespace.delete(path("/here/sub/a"));
    assertThat(told).isEmpty();
  }

  @Test
  void theEndOfTheDirectoryIsToldLastAndOnceAndItCannotBeWatchedAnyMore() throws IOException {
    create("/here/a").release();
    namespace.rename(path("/here"), path("/moved"), Replace.NEVER);
    namespace.delete(path("/moved/a"));
    namespace.delete(path("/moved"));
    assertThat(told).containsExactly("CREATED a", "DELETED a", "gone");
    assertThat(here.watch(watcher)).isFalse();
  }

  @Test
  void aWatchCountsUntilItEnds() throws IOException {
    int before = Watches.count();
    Directory other =
        namespace.createDirectory(path("/other"), InitialAttributes.of(0755), Replace.NEVER);
    assertThat(other.watch(watcher)).isTrue();
    assertThat(Watches.count()).isEqualTo(before + 1);
    other.unwatch(watcher);
    other.unwatch(watcher);
    assertThat(Watches.count()).isEqualTo(before);
    namespace.delete(path("/here"));
    assertThat(Watches.count()).isEqualTo(before - 1);
  }

  @Test
  void whoStoppedWatchingIsToldNothing() throws IOException {
    here.unwatch(watcher);
    RegularFile file = create("/here/a");
    write(file);
    assertThat(told).isEmpty();
    file.release();
  }
}
