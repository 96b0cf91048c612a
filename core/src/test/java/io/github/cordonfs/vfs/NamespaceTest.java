package io.github.cordonfs.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.attribute.FileClock;
import io.github.cordonfs.vfs.attribute.InodeDefaults;
import io.github.cordonfs.vfs.attribute.Owners;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.InitialAttributes;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NamespaceTest {

  private static final Owners ADA = new Owners("ada", "staff");

  private static final int PAGE = 4096;

  private PageCache cache;
  private Namespace namespace;

  @BeforeEach
  void open() throws IOException {
    cache = PageCache.open(CordonOptions.builder().size(64L << 20).build());
    namespace =
        new Namespace(
            cache,
            100,
            new InodeDefaults(ADA, AtimePolicy.RELATIME, new FileClock(null)),
            new Access(false, ADA));
  }

  @AfterEach
  void close() {
    namespace.close();
  }

  private static PathName path(String text) {
    return PathName.parse(text);
  }

  private RegularFile create(String text) throws IOException {
    RegularFile file = namespace.createNew(path(text), InitialAttributes.of(0644));
    file.write(0, MemorySegment.ofArray(new byte[PAGE]), 0, PAGE);
    return file;
  }

  @Test
  void aFileLivesAsLongAsItsNamesAndHandles() throws IOException {
    RegularFile file = create("/a");
    namespace.link(path("/b"), path("/a"));
    namespace.delete(path("/a"));
    file.release();
    RegularFile again = namespace.open(path("/b"), true);
    assertThat(again).isSameAs(file);
    namespace.delete(path("/b"));
    assertThat(cache.usedBytes()).isEqualTo(PAGE);
    again.release();
    assertThat(cache.usedBytes()).isZero();
    assertThat(file.retain()).isFalse();
    assertThat(namespace.inodes()).isEqualTo(1);
  }

  @Test
  void aFileKnowsItsPaths() throws IOException {
    namespace.createDirectory(path("/d"), InitialAttributes.of(0755), Replace.NEVER);
    namespace.createDirectory(path("/d/e"), InitialAttributes.of(0755), Replace.NEVER);
    RegularFile file = create("/d/e/f");
    namespace.link(path("/g"), path("/d/e/f"));
    namespace.link(path("/h"), path("/g"));
    assertThat(file.paths()).containsExactlyInAnyOrder("/d/e/f", "/g", "/h");
    namespace.rename(path("/d"), path("/moved"), Replace.NEVER);
    namespace.rename(path("/g"), path("/moved/i"), Replace.NEVER);
    assertThat(file.paths()).containsExactlyInAnyOrder("/moved/e/f", "/moved/i", "/h");
    namespace.delete(path("/moved/e/f"));
    namespace.delete(path("/moved/i"));
    namespace.delete(path("/h"));
    assertThat(file.paths()).isEmpty();
    file.release();
  }

  @Test
  void aNamelessFileIsSeenByNobodyUntilItIsNamed() throws IOException {
    RegularFile file = namespace.createNameless(path("/f"), InitialAttributes.of(0600));
    file.write(0, MemorySegment.ofArray(new byte[PAGE]), 0, PAGE);
    assertThat(namespace.lookUp(path("/f"), true)).isNull();
    assertThat(namespace.regularFiles()).isEmpty();
    namespace.nameNew(file, path("/f"), Replace.NEVER, true);
    file.release();
    assertThat(namespace.lookUp(path("/f"), true)).isSameAs(file);
    assertThat(cache.usedBytes()).isEqualTo(PAGE);
  }

  @Test
  void aNamelessFileThatIsDroppedLeavesNothing() throws IOException {
    create("/f").release();
    RegularFile file = namespace.createNameless(path("/f"), InitialAttributes.of(0600));
    file.write(0, MemorySegment.ofArray(new byte[PAGE]), 0, PAGE);
    assertThatThrownBy(() -> namespace.nameNew(file, path("/f"), Replace.NEVER, true))
        .isInstanceOf(FileAlreadyExistsException.class);
    file.release();
    assertThat(cache.usedBytes()).isEqualTo(PAGE);
    assertThat(namespace.inodes()).isEqualTo(2);
  }

  @Test
  void aRefusedOperationChangesNothing() throws IOException {
    create("/f").release();
    namespace.createDirectory(path("/d"), InitialAttributes.of(0755), Replace.NEVER);
    long inodes = namespace.inodes();
    assertThatThrownBy(() ->
            namespace.createDirectory(path("/f/x"), InitialAttributes.of(0755), Replace.NEVER))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> namespace.rename(path("/d"), path("/d/x"), Replace.ANY))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> namespace.link(path("/g"), path("/none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> namespace.createSymbolicLink(path("/s"), path(""), Replace.NEVER))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(namespace.inodes()).isEqualTo(inodes);
    assertThat(namespace.lookUp(path("/g"), true)).isNull();
    assertThat(namespace.realPath(path("/d"))).isEqualTo("/d");
  }

  @Test
  @Tag("R4")
  void closingFindsEveryFileNamedOrNot() throws IOException {
    RegularFile named = create("/named");
    RegularFile unlinked = create("/unlinked");
    RegularFile nameless = namespace.createNameless(path("/x"), InitialAttributes.of(0600));
    nameless.write(0, MemorySegment.ofArray(new byte[PAGE]), 0, PAGE);
    namespace.delete(path("/unlinked"));
    namespace.close();
    byte[] bytes = new byte[1];
    for (RegularFile file : new RegularFile[] {named, unlinked, nameless}) {
      assertThat(file.read(0, MemorySegment.ofArray(bytes), 0, 1)).isEqualTo(AddressSpace.CLOSED);
      assertThat(file.write(0, MemorySegment.ofArray(bytes), 0, 1)).isEqualTo(AddressSpace.CLOSED);
      file.release();
    }
    assertThatThrownBy(() -> namespace.createNew(path("/late"), InitialAttributes.of(0644)))
        .isInstanceOf(ClosedFileSystemException.class);
    assertThatThrownBy(() -> namespace.createNameless(path("/late"), InitialAttributes.of(0644)))
        .isInstanceOf(ClosedFileSystemException.class);
  }

  @Test
  void inodeNumbersAreNeverUsedAgain() throws IOException {
    RegularFile first = create("/f");
    first.release();
    namespace.delete(path("/f"));
    RegularFile second = create("/f");
    assertThat(second.number()).isGreaterThan(first.number());
    second.release();
  }

  @Test
  void aTrailingSlashOfALinkAsksForADirectory() throws IOException {
    create("/f").release();
    namespace.createDirectory(path("/d"), InitialAttributes.of(0755), Replace.NEVER);
    namespace.createSymbolicLink(path("/to-f"), path("f/"), Replace.NEVER);
    namespace.createSymbolicLink(path("/to-d"), path("d//"), Replace.NEVER);
    assertThat(namespace.find(path("/to-d"), true)).isInstanceOf(Directory.class);
    assertThatThrownBy(() -> namespace.find(path("/to-f"), true))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Not a directory");
  }
}
