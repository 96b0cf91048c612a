package io.github.cordonfs.nio.attribute;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AttributesTest extends CordonFixture {

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  @Test
  void everyKindOfFileSaysWhatItIs() throws IOException {
    file("/f", 10);
    Files.createDirectory(path("/d"));
    Files.createSymbolicLink(path("/s"), path("näf"));
    var file = Files.readAttributes(path("/f"), BasicFileAttributes.class);
    assertThat(file.isRegularFile()).isTrue();
    assertThat(file.size()).isEqualTo(10);
    assertThat(file.fileKey()).isNotNull();
    assertThat(Files.readAttributes(path("/d"), BasicFileAttributes.class).isDirectory()).isTrue();
    var link = Files.readAttributes(path("/s"), BasicFileAttributes.class, NOFOLLOW_LINKS);
    assertThat(link.isSymbolicLink()).isTrue();
    assertThat(link.size()).isEqualTo(4);
    assertThatThrownBy(() -> Files.readAttributes(path("/s"), BasicFileAttributes.class))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void fileKeysTellFilesApart() throws IOException {
    Path file = file("/f", 1);
    Files.createLink(path("/g"), file);
    assertThat(key("/f")).isEqualTo(key("/g")).hasSameHashCodeAs(key("/g"));
    Files.delete(path("/f"));
    Object old = key("/g");
    Files.delete(path("/g"));
    file("/f", 1);
    assertThat(key("/f")).isNotEqualTo(old);
  }

  private Object key(String name) throws IOException {
    return Files.readAttributes(path(name), BasicFileAttributes.class).fileKey();
  }

  @Test
  void timesAreSetAndKept() throws IOException {
    Path file = file("/f", 10);
    var view = Files.getFileAttributeView(file, BasicFileAttributeView.class);
    view.setTimes(LONG_AGO, null, null);
    view.setTimes(null, FileTime.fromMillis(2), FileTime.fromMillis(3));
    var read = view.readAttributes();
    assertThat(read.lastModifiedTime()).isEqualTo(LONG_AGO);
    assertThat(read.lastAccessTime()).isEqualTo(FileTime.fromMillis(2));
    assertThat(read.creationTime()).isEqualTo(FileTime.fromMillis(3));
    Files.setAttribute(file, "lastModifiedTime", FileTime.fromMillis(-5));
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(-5));
  }

  @Test
  void aWriteChangesTheModifiedTimeAndAReadDoesNot() throws IOException {
    Path file = file("/f", 10);
    Files.setLastModifiedTime(file, LONG_AGO);
    Files.readAllBytes(file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    try (var channel = readWrite("/f")) {
      channel.write(ByteBuffer.wrap(bytes(1)), 0);
    }
    assertThat(Files.getLastModifiedTime(file)).isGreaterThan(LONG_AGO);
    Files.setLastModifiedTime(file, LONG_AGO);
    try (var channel = readWrite("/f")) {
      channel.truncate(5);
    }
    assertThat(Files.getLastModifiedTime(file)).isGreaterThan(LONG_AGO);
  }

  @Test
  void theFirstReadAfterAChangeSetsTheAccessTime() throws IOException {
    Path file = file("/f", 10);
    Files.setAttribute(file, "lastAccessTime", LONG_AGO);
    Files.readAllBytes(file);
    assertThat(accessTime(file)).isGreaterThan(LONG_AGO);
    Files.setAttribute(file, "lastAccessTime", LONG_AGO);
    Files.write(file, bytes(3));
    Files.readAllBytes(file);
    assertThat(accessTime(file)).isGreaterThan(LONG_AGO);
  }

  @Test
  void aReadLeavesAnAccessTimeAloneThatLiesAheadOfTheClock() throws IOException {
    Path file = file("/f", 10);
    FileTime ahead = FileTime.from(Instant.now().plusSeconds(3600));
    Files.setAttribute(file, "lastAccessTime", ahead);
    Files.readAllBytes(file);
    assertThat(accessTime(file)).isEqualTo(ahead);
  }

  private static FileTime accessTime(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).lastAccessTime();
  }

  @Test
  void aDirectoryChangesWithItsNames() throws IOException {
    Path directory = Files.createDirectory(path("/d"));
    for (Runs change :
        new Runs[] {
          () -> file("/d/f", 1),
          () -> Files.move(path("/d/f"), path("/d/g")),
          () -> Files.delete(path("/d/g"))
        }) {
      Files.setLastModifiedTime(directory, LONG_AGO);
      change.run();
      assertThat(Files.getLastModifiedTime(directory)).isGreaterThan(LONG_AGO);
    }
  }

  /** Something that may fail. */
  private interface Runs {
    void run() throws IOException;
  }

  @Test
  void permissionsAreStoredAndNotEnforced() throws IOException {
    Path file = file("/f", 10);
    assertThat(permissions(file)).isEqualTo("rw-r--r--");
    assertThat(permissions(Files.createDirectory(path("/d")))).isEqualTo("rwxr-xr-x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-r-x--x"));
    assertThat(permissions(file)).isEqualTo("-w-r-x--x");
    assertThat(Files.readAllBytes(file)).hasSize(10);
    assertThat(Files.isReadable(file)).isTrue();
    assertThat(Files.isExecutable(file)).isTrue();
    Files.setPosixFilePermissions(file, Set.of());
    assertThat(Files.isExecutable(file)).isFalse();
    assertThat(Files.isWritable(file)).isTrue();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void permissionsMayBeGivenAtCreation() throws IOException {
    FileAttribute<Set<PosixFilePermission>> attribute =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwx---"));
    // The umask takes from what is asked for, as the kernel's does.
    assertThat(permissions(Files.createFile(path("/f"), attribute))).isEqualTo("rwxr-x---");
    assertThat(permissions(Files.createDirectory(path("/d"), attribute))).isEqualTo("rwxr-x---");
    FileAttribute<String> other =
        new FileAttribute<>() {
          @Override
          public String name() {
            return "acl:acl";
          }

          @Override
          public String value() {
            return "yes";
          }
        };
    assertThatThrownBy(() -> Files.createFile(path("/g"), other))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("acl");
    assertThat(path("/g")).doesNotExist();
    assertThatThrownBy(() -> Files.createSymbolicLink(path("/s"), path("f"), attribute))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void ownersAreNames() throws IOException {
    Path file = file("/f", 1);
    var names = fs.getUserPrincipalLookupService();
    Files.setOwner(file, names.lookupPrincipalByName("ada"));
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    view.setGroup(names.lookupPrincipalByGroupName("staff"));
    assertThat(Files.getOwner(file)).isEqualTo(names.lookupPrincipalByName("ada"));
    assertThat(view.readAttributes().group().getName()).isEqualTo("staff");
    assertThat(Files.getFileAttributeView(file, FileOwnerAttributeView.class).getOwner())
        .hasToString("ada");
  }

  @Test
  void attributesAreReadByName() throws IOException {
    Path file = file("/f", 10);
    assertThat(Files.readAttributes(file, "size,isDirectory"))
        .isEqualTo(Map.of("size", 10L, "isDirectory", false));
    assertThat(Files.readAttributes(file, "*")).hasSize(9).containsKey("fileKey");
    assertThat(Files.readAttributes(file, "posix:*")).hasSize(12);
    assertThat(Files.readAttributes(file, "owner:owner")).containsOnlyKeys("owner");
    assertThat(Files.getAttribute(file, "posix:permissions"))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Files.readAttributes(file, "basic:colour"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("colour");
    assertThatThrownBy(() -> Files.readAttributes(file, "basic:permissions"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.readAttributes(file, "acl:acl"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void theUnixViewCountsNames() throws IOException {
    Path file = file("/f", 1);
    Path link = Files.createLink(path("/g"), file);
    assertThat(Files.getAttribute(file, "unix:nlink")).isEqualTo(2);
    assertThat(Files.getAttribute(file, "unix:ino"))
        .isEqualTo(Files.getAttribute(link, "unix:ino"));
    Files.delete(file);
    assertThat(Files.getAttribute(link, "unix:nlink")).isEqualTo(1);
    assertThat(Files.readAttributes(link, "unix:*"))
        .hasSize(21)
        .containsKeys("ctime", "owner", "uid", "dev");
    assertThatThrownBy(() -> Files.setAttribute(link, "unix:nlink", 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theUnixViewSetsModeAndNumbersOfOwners() throws IOException {
    Path file = file("/f", 1);
    Files.setAttribute(file, "unix:mode", 0640);
    assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100640);
    Files.setAttribute(file, "unix:uid", 0);
    Files.setAttribute(file, "unix:gid", 4711);
    assertThat(Files.getOwner(file).getName()).isEqualTo("root");
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(4711);
    assertThat(Files.getAttribute(file, "posix:group")).hasToString("4711");
    Files.setOwner(file, fs.getUserPrincipalLookupService().lookupPrincipalByName("ada"));
    int ada = (int) Files.getAttribute(file, "unix:uid");
    Files.setAttribute(file, "unix:uid", 1);
    Files.setAttribute(file, "unix:uid", ada);
    assertThat(Files.getOwner(file).getName()).isEqualTo("ada");
    assertThat(Files.getAttribute(file, "unix:dev"))
        .isEqualTo(Files.getAttribute(path("/"), "unix:dev"));
    assertThatThrownBy(() -> Files.setAttribute(file, "unix:uid", "ada"))
        .isInstanceOf(ClassCastException.class);
  }

  @Test
  void aDirectoryIsLinkedByTheDirectoriesInIt() throws IOException {
    Path directory = Files.createDirectory(path("/d"));
    file("/d/f", 1);
    assertThat(Files.getAttribute(directory, "unix:nlink")).isEqualTo(2);
    Files.createDirectory(path("/d/sub"));
    Files.createDirectory(path("/d/other"));
    assertThat(Files.getAttribute(directory, "unix:nlink")).isEqualTo(4);
    Files.move(path("/d/sub"), path("/d/other"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(Files.getAttribute(directory, "unix:nlink")).isEqualTo(3);
    Files.move(path("/d/other"), path("/away"));
    assertThat(Files.getAttribute(directory, "unix:nlink")).isEqualTo(2);
    assertThat(Files.getAttribute(path("/"), "unix:nlink")).isEqualTo(4);
  }

  @Test
  void theUnixModeHoldsTypeAndPermissions() throws IOException {
    assertThat(Files.getAttribute(file("/f", 1), "unix:mode")).isEqualTo(0100644);
    assertThat(Files.getAttribute(path("/"), "unix:mode")).isEqualTo(0040755);
    Path link = Files.createSymbolicLink(path("/s"), path("f"));
    assertThat(Files.getAttribute(link, "unix:mode", NOFOLLOW_LINKS)).isEqualTo(0120777);
  }

  @Test
  @Tag("U6")
  void blocksAreTheMemoryHeldPoisonedPagesIncluded() throws IOException {
    Path file = file("/f", 2 * PAGE + 1);
    assertThat(Files.getAttribute(file, "unix:blocks")).isEqualTo(3L * PAGE / 512);
    failures().strike(file, 0);
    assertThat(Files.getAttribute(file, "unix:blocks")).isEqualTo(3L * PAGE / 512);
    try (var channel = readWrite("/f")) {
      channel.punchHole(0, PAGE);
    }
    assertThat(Files.getAttribute(file, "unix:blocks")).isEqualTo(2L * PAGE / 512);
  }

  @Test
  void attributesAreSetByName() throws IOException {
    Path file = file("/f", 10);
    Files.setAttribute(file, "posix:permissions", PosixFilePermissions.fromString("rwx------"));
    assertThat(permissions(file)).isEqualTo("rwx------");
    Files.setAttribute(file, "creationTime", LONG_AGO);
    assertThat(Files.getAttribute(file, "creationTime")).isEqualTo(LONG_AGO);
    Files.setAttribute(
        file, "owner:owner", fs.getUserPrincipalLookupService().lookupPrincipalByName("ada"));
    assertThat(Files.getOwner(file)).hasToString("ada");
    assertThatThrownBy(() -> Files.setAttribute(file, "size", 5L))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.setAttribute(file, "basic:permissions", Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.setAttribute(file, "acl:acl", List.of()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aLinkHasAttributesOfItsOwn() throws IOException {
    Path file = file("/f", 10);
    Path link = Files.createSymbolicLink(path("/s"), file);
    Files.setAttribute(link, "lastModifiedTime", LONG_AGO, NOFOLLOW_LINKS);
    assertThat(Files.getLastModifiedTime(link, NOFOLLOW_LINKS)).isEqualTo(LONG_AGO);
    assertThat(Files.getLastModifiedTime(link)).isEqualTo(Files.getLastModifiedTime(file));
    assertThat(Files.getLastModifiedTime(file)).isGreaterThan(LONG_AGO);
    assertThat(Files.isRegularFile(link, NOFOLLOW_LINKS)).isFalse();
  }

  private interface NoAttributes extends BasicFileAttributes {}

  @Test
  void otherViewsAreNotThere() throws IOException {
    Path file = file("/f", 10);
    assertThat(fs.supportedFileAttributeViews())
        .containsExactlyInAnyOrder("basic", "owner", "posix", "unix", "user", "dos");
    assertThat(Files.getFileAttributeView(file, AclFileAttributeView.class)).isNull();
    assertThatThrownBy(() -> Files.readAttributes(file, NoAttributes.class))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(Files.readAttributes(file, PosixFileAttributes.class).isOther()).isFalse();
  }

  @Test
  void theFileStoreTellsItsSpace() throws IOException {
    FileStore store = Files.getFileStore(file("/f", 3 * PAGE));
    assertThat(store.type()).isEqualTo("cordon");
    assertThat(store.isReadOnly()).isFalse();
    assertThat(store.getTotalSpace()).isEqualTo(SIZE);
    assertThat(store.getUsableSpace()).isEqualTo(SIZE - 3 * PAGE);
    assertThat(store.getAttribute("unallocatedSpace")).isEqualTo(store.getUnallocatedSpace());
    assertThat(store.getAttribute("cordon:usedBytes")).isEqualTo(3L * PAGE);
    assertThat(store.getAttribute("cordon:inodes")).isEqualTo(2L);
    assertThat(store.getAttribute("cordon:memoryFailures")).isEqualTo(0L);
    assertThat(store.getBlockSize()).isEqualTo(PAGE);
    assertThat(store.getAttribute("totalBlocks")).isEqualTo(SIZE / PAGE);
    failures().strike(path("/f"), 0);
    assertThat(store.getAttribute("cordon:memoryFailures")).isEqualTo(1L);
    assertThat(store.getAttribute("cordon:outOfServiceBytes")).isEqualTo((long) PAGE);
    assertThat(store.supportsFileAttributeView("posix")).isTrue();
    assertThat(store.supportsFileAttributeView(AclFileAttributeView.class)).isFalse();
    assertThat(fs.getFileStores()).containsExactly(store);
    assertThatThrownBy(() -> store.getAttribute("colour"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.getFileStore(path("/none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
