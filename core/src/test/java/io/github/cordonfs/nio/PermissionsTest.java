package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.nio.path.CordonPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What permissions mean, and what options say about new files. */
class PermissionsTest {

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

  private static final CordonOptions SMALL = CordonOptions.builder().size(8L << 20).build();

  private static FileSystem enforcing() throws IOException {
    return Cordon.newFileSystem(
        SMALL.toBuilder().owner("ada").group("staff").enforcePermissions(true).build());
  }

  private static void chmod(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static void assertDenied(ThrowingCallable operation) {
    assertThatThrownBy(operation).isInstanceOf(AccessDeniedException.class);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  @Tag("S90")
  void whoMayNotReadADirectoryMayNotWatchIt() throws IOException {
    try (FileSystem fs = enforcing();
        WatchService watcher = fs.newWatchService()) {
      Path directory = Files.createDirectory(fs.getPath("/d"));
      chmod(directory, "-wx------");
      assertDenied(() -> directory.register(watcher, StandardWatchEventKinds.ENTRY_CREATE));
      chmod(directory, "r--------");
      WatchKey key = directory.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
      assertThat(key.isValid()).isTrue();
      chmod(directory, "-wx------");
      assertDenied(() -> directory.register(watcher, StandardWatchEventKinds.ENTRY_DELETE));
    }
  }

  @Test
  @Tag("S90")
  void whoMayNotSearchADirectoryGetsNoFurtherByItsDots() throws IOException {
    try (FileSystem fs = enforcing()) {
      Files.createDirectory(fs.getPath("/d"));
      Files.createFile(fs.getPath("/f"));
      Files.createSymbolicLink(fs.getPath("/link"), fs.getPath("d/.."));
      for (String path : List.of("/d/..", "/d/.", "/d/../f", "/d/./../f", "/link", "/link/f")) {
        assertThat(fs.getPath(path)).exists();
      }
      chmod(fs.getPath("/d"), "rw-------");
      for (String path : List.of("/d/..", "/d/.", "/d/../f", "/d/./../f", "/link", "/link/f")) {
        assertDenied(() -> Files.readAttributes(fs.getPath(path), "*"));
      }
      assertThat(Files.isDirectory(fs.getPath("/d"))).isTrue();
      assertThat(fs.getPath("/d")).isEmptyDirectory();
    }
  }

  @Test
  @Tag("S90")
  void anOwnerGivesAFileToNoGroupThatHeIsNotIn() throws IOException {
    try (FileSystem fs = enforcing()) {
      Path file = Files.createFile(fs.getPath("/f"));
      UserPrincipalLookupService all = fs.getUserPrincipalLookupService();
      GroupPrincipal staff = all.lookupPrincipalByGroupName("staff");
      GroupPrincipal wheel = all.lookupPrincipalByGroupName("wheel");
      int number = (int) Files.getAttribute(file, "unix:gid") + 1;
      PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      List<ThrowingCallable> refused =
          List.of(
              () -> view.setGroup(wheel),
              () -> Files.setAttribute(file, "posix:group", wheel),
              () -> Files.setAttribute(file, "unix:group", wheel),
              () -> Files.setAttribute(file, "unix:gid", number));
      for (ThrowingCallable each : refused) {
        assertThatThrownBy(each)
            .isInstanceOf(FileSystemException.class)
            .hasMessage("/f: Operation not permitted");
      }
      view.setGroup(staff);
      Files.setAttribute(file, "unix:gid", -1);
      Files.setAttribute(file, "posix:group", staff);
      assertThat(view.readAttributes().group()).isEqualTo(staff);
    }
  }

  @Test
  @Tag("S90")
  void inAStickyDirectoryEverybodyDeletesWhatIsHis() throws IOException {
    try (FileSystem fs = enforcing()) {
      UserPrincipal bob = fs.getUserPrincipalLookupService().lookupPrincipalByName("bob");
      Path directory = Files.createDirectory(fs.getPath("/d"));
      for (String name : List.of("hers", "his", "his too")) {
        Files.createFile(directory.resolve(name));
      }
      Files.setAttribute(directory, "unix:mode", 01777);
      giveTo(bob, directory.resolve("his"));
      giveTo(bob, directory.resolve("his too"));
      giveTo(bob, directory);
      List<ThrowingCallable> refused =
          List.of(
              () -> Files.delete(directory.resolve("his")),
              () -> Files.move(directory.resolve("his"), fs.getPath("/moved")),
              () ->
                  Files.move(
                      directory.resolve("hers"),
                      directory.resolve("his"),
                      StandardCopyOption.ATOMIC_MOVE),
              () ->
                  Files.move(
                      directory.resolve("hers"),
                      directory.resolve("his"),
                      StandardCopyOption.REPLACE_EXISTING),
              () ->
                  Files.copy(
                      directory.resolve("hers"),
                      directory.resolve("his"),
                      StandardCopyOption.REPLACE_EXISTING));
      for (ThrowingCallable each : refused) {
        assertThatThrownBy(each)
            .isInstanceOf(FileSystemException.class)
            .hasMessageEndingWith("Operation not permitted");
      }
      Files.move(directory.resolve("hers"), directory.resolve("hers too"));
      Files.delete(directory.resolve("hers too"));
      assertThat(directory.resolve("his")).exists();
      assertThat(directory.resolve("his too")).exists();
    }
  }

  /** Nobody can give a file away; who looks from within can. */
  private static void giveTo(UserPrincipal owner, Path path) throws IOException {
    CordonPath cordon = (CordonPath) path;
    PageCacheFileSystem.of(cordon)
        .namespace()
        .find(cordon.toPathName(), true)
        .setUser(owner.getName());
  }

  @Test
  @Tag("S37")
  void whatPermissionsDoNotAllowIsDenied() throws IOException {
    try (FileSystem fs = enforcing()) {
      Path directory = Files.createDirectory(fs.getPath("/d"));
      Path file = Files.writeString(directory.resolve("f"), "x");
      chmod(file, "---rwxrwx");
      assertDenied(() -> Files.readString(file));
      assertDenied(() -> Files.writeString(file, "y"));
      assertDenied(() -> Files.copy(file, fs.getPath("/copy")));
      assertThat(Files.isReadable(file)).isFalse();
      assertThat(Files.isWritable(file)).isFalse();
      chmod(file, "r--------");
      assertThat(Files.readString(file)).isEqualTo("x");
      assertThat(Files.isReadable(file)).isTrue();
      assertDenied(() -> Files.newByteChannel(file, StandardOpenOption.WRITE));
      chmod(directory, "r-xr-xr-x");
      assertDenied(() -> Files.delete(file));
      assertDenied(() -> Files.createFile(directory.resolve("g")));
      assertDenied(() -> Files.createDirectory(directory.resolve("g")));
      assertDenied(() -> Files.createSymbolicLink(directory.resolve("g"), file));
      assertDenied(() -> Files.createLink(directory.resolve("g"), file));
      assertDenied(() -> Files.move(file, fs.getPath("/f")));
      try (Stream<Path> names = Files.list(directory)) {
        assertThat(names).containsExactly(file);
      }
      chmod(directory, "-wxr-xr-x");
      assertDenied(() -> Files.walkFileTree(directory, new SimpleFileVisitor<>() {}));
      assertThatCode(() -> Files.move(file, fs.getPath("/f"))).doesNotThrowAnyException();
      assertThatCode(() -> Files.move(fs.getPath("/f"), file)).doesNotThrowAnyException();
      chmod(directory, "rw-r-xr-x");
      assertDenied(() -> Files.size(file));
      assertDenied(() -> Files.size(directory.resolve("none")));
      chmod(directory, "rwxr-xr-x");
      assertThat(Files.size(file)).isEqualTo(1);
    }
  }

  @Test
  @Tag("S37")
  void onlyTheOwnerSetsAttributesAndNobodyGivesAFileAway() throws IOException {
    try (FileSystem fs = enforcing()) {
      Path file = Files.writeString(fs.getPath("/f"), "x");
      assertThatThrownBy(() -> Files.setAttribute(file, "unix:uid", 0))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("Operation not permitted");
      assertThatThrownBy(() ->
              Files.setOwner(file, fs.getUserPrincipalLookupService().lookupPrincipalByName("bob")))
          .hasMessageContaining("Operation not permitted");
      Files.setLastModifiedTime(file, LONG_AGO);
      assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    }
  }

  @Test
  @Tag("S37")
  void whoeverMakesAFileMayWriteToItWhateverItsPermissions() throws IOException {
    try (FileSystem fs = enforcing()) {
      Path file =
          Files.createFile(
              fs.getPath("/f"),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
      assertDenied(() -> Files.readString(file));
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      assertThat(attributes.owner()).hasToString("ada");
      assertThat(attributes.group()).hasToString("staff");
    }
  }

  @Test
  @Tag("S37")
  void permissionsAreOnlyShownByDefault() throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(SMALL)) {
      Path file = Files.writeString(fs.getPath("/f"), "x");
      chmod(file, "---------");
      assertThat(Files.readString(file)).isEqualTo("x");
      Files.writeString(file, "y", StandardOpenOption.WRITE);
    }
  }

  @Test
  @Tag("S38")
  void theUmaskTakesFromAllThatIsMade() throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(SMALL.toBuilder().umask(027).build())) {
      assertThat(permissions(Files.createFile(fs.getPath("/f")))).isEqualTo("rw-r-----");
      assertThat(permissions(Files.createDirectory(fs.getPath("/d")))).isEqualTo("rwxr-x---");
      Path asked =
          Files.createFile(
              fs.getPath("/g"),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
      assertThat(permissions(asked)).isEqualTo("rwxr-x---");
    }
    assertThatThrownBy(() -> SMALL.toBuilder().umask(01000).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SMALL.toBuilder().owner("").build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("S38")
  void accessTimesFollowTheirPolicy() throws IOException {
    assertThat(accessTimeAfterRead(AtimePolicy.NOATIME)).isEqualTo(LONG_AGO);
    assertThat(accessTimeAfterRead(AtimePolicy.STRICTATIME)).isGreaterThan(LONG_AGO);
    assertThat(accessTimeAfterRead(AtimePolicy.RELATIME)).isGreaterThan(LONG_AGO);
  }

  private static FileTime accessTimeAfterRead(AtimePolicy policy) throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(SMALL.toBuilder().atime(policy).build())) {
      Path file = Files.writeString(fs.getPath("/f"), "x");
      Files.setAttribute(file, "lastAccessTime", LONG_AGO);
      Files.readString(file);
      return (FileTime) Files.getAttribute(file, "lastAccessTime");
    }
  }

  @Test
  @Tag("S38")
  void relatimeLeavesTheAccessTimeAloneForADayOnly() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    try (FileSystem fs = Cordon.newFileSystem(SMALL.toBuilder().clock(now::get).build())) {
      Path file = Files.writeString(fs.getPath("/f"), "x");
      FileTime first = accessTimeAfter(Duration.ofHours(1), now, file);
      assertThat(first).isEqualTo(FileTime.from(Instant.parse("2030-01-01T01:00:00Z")));
      assertThat(accessTimeAfter(Duration.ofHours(23), now, file)).isEqualTo(first);
      assertThat(accessTimeAfter(Duration.ofHours(1), now, file)).isEqualTo(first);
      assertThat(accessTimeAfter(Duration.ofNanos(1), now, file))
          .isEqualTo(FileTime.from(Instant.parse("2030-01-02T01:00:00.000000001Z")));
    }
  }

  private static FileTime accessTimeAfter(Duration more, AtomicReference<Instant> now, Path file)
      throws IOException {
    now.updateAndGet(instant -> instant.plus(more));
    Files.readString(file);
    return (FileTime) Files.getAttribute(file, "lastAccessTime");
  }

  @Test
  @Tag("S38")
  void anAccessTimeAheadOfTheClockStays() throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(SMALL)) {
      Path file = Files.writeString(fs.getPath("/f"), "x");
      FileTime ahead = FileTime.from(Instant.now().plusSeconds(3600));
      Files.setLastModifiedTime(file, LONG_AGO);
      Files.setAttribute(file, "lastAccessTime", ahead);
      Files.readString(file);
      assertThat(Files.getAttribute(file, "lastAccessTime")).isEqualTo(ahead);
    }
  }

  @Test
  @Tag("S38")
  void theUmaskTakesFromCopiesThatAreToHaveNoAttributes() throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(SMALL.toBuilder().umask(027).build())) {
      Path file = Files.createFile(fs.getPath("/f"));
      Path directory = Files.createDirectory(fs.getPath("/d"));
      chmod(file, "rwxrwxrwx");
      chmod(directory, "rwxrwxrwx");
      assertThat(permissions(Files.copy(file, fs.getPath("/g")))).isEqualTo("rwxr-x---");
      assertThat(permissions(Files.copy(directory, fs.getPath("/e")))).isEqualTo("rwxr-x---");
    }
  }

  @Test
  @Tag("S36")
  void copiedPermissionsAreNotMaskedAgain() throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(SMALL.toBuilder().umask(077).build())) {
      Path file = Files.createFile(fs.getPath("/f"));
      chmod(file, "rwxrwxrwx");
      Files.copy(file, fs.getPath("/g"), StandardCopyOption.COPY_ATTRIBUTES);
      assertThat(permissions(fs.getPath("/g"))).isEqualTo("rwxrwxrwx");
    }
  }

  @Test
  @Tag("S37")
  void aListedPathOpensNoWayThatIsBarredNow() throws IOException {
    try (FileSystem fs = Cordon.newFileSystem(SMALL.toBuilder().enforcePermissions(true).build())) {
      Path directory = Files.createDirectories(fs.getPath("/a/b"));
      Files.writeString(directory.resolve("f"), "secret");
      Path listed;
      try (var entries = Files.newDirectoryStream(directory)) {
        listed = entries.iterator().next();
      }
      assertThat(Files.readString(listed)).isEqualTo("secret");
      chmod(fs.getPath("/a"), "---------");
      assertThatThrownBy(() -> Files.readString(listed)).isInstanceOf(AccessDeniedException.class);
    }
  }
}
