package io.github.cordonfs.nio.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.nio.CordonFixture;
import io.github.cordonfs.nio.Together;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is done from an open directory happens there, wherever relative paths start: all operations,
 * under several working directories, by streams opened in several ways, of directories that stay,
 * move and go. The same names are everywhere, so that what happens elsewhere is seen.
 */
@Tag("S73")
class SecureDirectoryGridTest {

  private static final FileTime THEN = FileTime.fromMillis(1_000_000);

  private FileSystem fs;

  /** What happens to the directory when it is open. */
  enum Fate {
    STAYS,
    MOVES
  }

  /** How it is opened. */
  enum Way {
    ABSOLUTE,
    RELATIVE,
    EMPTY,
    NESTED
  }

  record Case(String workingDirectory, Way way, Fate fate) {}

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String workingDirectory : List.of("/", "/home", "/top", "/top/dir", "/top/dir/sub")) {
      for (Way way : Way.values()) {
        for (Fate fate : Fate.values()) {
          // The empty path opens the working directory and no other.
          if (way != Way.EMPTY || workingDirectory.equals("/top/dir")) {
            cases.add(new Case(workingDirectory, way, fate));
          }
        }
      }
    }
    return cases.stream();
  }

  private void make(Case each) throws IOException {
    fs =
        Cordon.newFileSystem(
            CordonFixture.options().toBuilder()
                .workingDirectory(each.workingDirectory)
                .attributeProviders(AttributeProvider.acl())
                .build());
    for (String directory : List.of("", "/home", "/top", "/top/dir", "/top/dir/sub")) {
      Files.createDirectories(fs.getPath(directory + "/sub"));
      Files.createDirectories(fs.getPath(directory + "/empty"));
      Files.writeString(fs.getPath(directory + "/f"), directory + "/f");
    }
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  @SuppressWarnings("unchecked")
  private static SecureDirectoryStream<Path> secure(Path directory) throws IOException {
    return (SecureDirectoryStream<Path>)
        directory.getFileSystem().provider().newDirectoryStream(directory, _ -> true);
  }

  private SecureDirectoryStream<Path> open(Case each) throws IOException {
    Path dir = fs.getPath("/top/dir");
    return switch (each.way) {
      case ABSOLUTE -> secure(dir);
      case RELATIVE -> secure(fs.getPath("").toAbsolutePath().relativize(dir));
      case EMPTY -> secure(fs.getPath(""));
      case NESTED -> {
        try (SecureDirectoryStream<Path> top = secure(fs.getPath("/top"))) {
          yield top.newDirectoryStream(fs.getPath("dir"));
        }
      }
    };
  }

  /** Opens the directory and moves it, if that is the case; returns where it is. */
  private Path fate(Case each) throws IOException {
    Path dir = fs.getPath("/top/dir");
    return each.fate == Fate.STAYS ? dir : Files.move(dir, fs.getPath("/home/moved"));
  }

  /** Returns all names with what is in the files, but for those in a directory. */
  private Map<String, String> besides(Path directory) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(fs.getPath("/"))) {
      for (Path file : files.filter(each -> !each.startsWith(directory)).toList()) {
        all.put(
            file + " " + Files.readAttributes(file, "unix:mode,lastModifiedTime").values(),
            Files.isDirectory(file) ? "" : Files.readString(file));
      }
    }
    return all;
  }

  private String read(SecureDirectoryStream<Path> stream, String name) throws IOException {
    try (SeekableByteChannel channel = stream.newByteChannel(fs.getPath(name), Set.of(READ))) {
      ByteBuffer text = ByteBuffer.allocate(100);
      int length = channel.read(text);
      return new String(text.array(), 0, length, UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allHappensInTheOpenDirectoryAndNothingElsewhere(Case each) throws IOException {
    make(each);
    try (SecureDirectoryStream<Path> stream = open(each)) {
      Path at = fate(each);
      Map<String, String> elsewhere = besides(at);
      assertThat(read(stream, "f")).isEqualTo("/top/dir/f");
      assertThat(read(stream, "sub/f")).isEqualTo("/top/dir/sub/f");
      assertThat(read(stream, "sub/../f")).isEqualTo("/top/dir/f");

      try (SeekableByteChannel channel =
          stream.newByteChannel(fs.getPath("new"), Set.of(CREATE_NEW, WRITE))) {
        assertThat(channel.write(ByteBuffer.wrap(new byte[] {'x'}))).isEqualTo(1);
      }
      assertThat(at.resolve("new")).hasContent("x");
      SeekableByteChannel passing =
          stream.newByteChannel(fs.getPath("passing"), Set.of(CREATE_NEW, WRITE, DELETE_ON_CLOSE));
      assertThat(at.resolve("passing")).exists();
      passing.close();
      assertThat(at.resolve("passing")).doesNotExist();

      stream.deleteFile(fs.getPath("new"));
      assertThat(at.resolve("new")).doesNotExist();
      stream.deleteDirectory(fs.getPath("empty"));
      assertThat(at.resolve("empty")).doesNotExist();
      stream.move(fs.getPath("f"), stream, fs.getPath("g"));
      assertThat(at.resolve("g")).hasContent("/top/dir/f");
      try (SecureDirectoryStream<Path> sub = stream.newDirectoryStream(fs.getPath("sub"))) {
        assertThat(read(sub, "f")).isEqualTo("/top/dir/sub/f");
        stream.move(fs.getPath("g"), sub, fs.getPath("h"));
        assertThat(at.resolve("sub/h")).hasContent("/top/dir/f");
        sub.move(fs.getPath("h"), stream, fs.getPath("f"));
        sub.deleteFile(fs.getPath("f"));
        assertThat(at.resolve("sub/f")).doesNotExist();
      }
      assertThat(at.resolve("f")).hasContent("/top/dir/f");
      assertThat(besides(at)).isEqualTo(elsewhere);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void viewsAreOfTheOpenDirectory(Case each) throws IOException {
    make(each);
    try (SecureDirectoryStream<Path> stream = open(each)) {
      Path at = fate(each);
      Map<String, String> elsewhere = besides(at);
      Path f = fs.getPath("f");
      stream.getFileAttributeView(f, BasicFileAttributeView.class).setTimes(THEN, THEN, THEN);
      assertThat(Files.getLastModifiedTime(at.resolve("f"))).isEqualTo(THEN);
      stream.getFileAttributeView(f, PosixFileAttributeView.class).setPermissions(Set.of());
      assertThat(Files.getPosixFilePermissions(at.resolve("f"))).isEmpty();
      var owner = fs.getUserPrincipalLookupService().lookupPrincipalByName("somebody");
      stream.getFileAttributeView(f, FileOwnerAttributeView.class).setOwner(owner);
      assertThat(Files.getOwner(at.resolve("f"))).isEqualTo(owner);
      stream.getFileAttributeView(f, DosFileAttributeView.class).setHidden(true);
      assertThat(Files.getAttribute(at.resolve("f"), "dos:hidden")).isEqualTo(true);
      stream
          .getFileAttributeView(f, UserDefinedFileAttributeView.class)
          .write("note", ByteBuffer.wrap(new byte[3]));
      assertThat(Files.getAttribute(at.resolve("f"), "user:note")).isEqualTo(new byte[3]);
      stream.getFileAttributeView(f, AclFileAttributeView.class).setAcl(List.of());
      assertThat(
              stream.getFileAttributeView(f, BasicFileAttributeView.class).readAttributes().size())
          .isEqualTo("/top/dir/f".length());
      stream.getFileAttributeView(PosixFileAttributeView.class).setPermissions(Set.of());
      assertThat(Files.getPosixFilePermissions(at)).isEmpty();
      assertThat(besides(at)).isEqualTo(elsewhere);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aDeletedDirectoryHasNothing(Case each) throws IOException {
    make(each);
    try (SecureDirectoryStream<Path> stream = open(each)) {
      Path at = fate(each);
      try (Stream<Path> files = Files.walk(at)) {
        for (Path file : files.toList().reversed()) {
          Files.delete(file);
        }
      }
      Map<String, String> elsewhere = besides(at);
      Path f = fs.getPath("f");
      List<Together.Task> refused =
          List.of(
              () -> read(stream, "f"),
              () -> stream.newByteChannel(fs.getPath("new"), Set.of(CREATE_NEW, WRITE)).close(),
              () -> stream.deleteFile(f),
              () -> stream.deleteDirectory(fs.getPath("sub")),
              () -> stream.move(f, stream, fs.getPath("g")),
              () -> stream.newDirectoryStream(fs.getPath("sub")).close(),
              () -> stream.getFileAttributeView(f, BasicFileAttributeView.class).readAttributes());
      for (Together.Task task : refused) {
        assertThatThrownBy(task::run).isInstanceOf(NoSuchFileException.class);
      }
      assertThat(stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes())
          .isNotNull();
      assertThat(besides(at)).isEqualTo(elsewhere);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void filesMoveBetweenTwoOpenDirectories(Case each) throws IOException {
    make(each);
    try (SecureDirectoryStream<Path> stream = open(each);
        SecureDirectoryStream<Path> other = secure(fs.getPath("/home/sub"))) {
      Path at = fate(each);
      Path there = Files.move(fs.getPath("/home/sub"), fs.getPath("/other"));
      Map<String, String> root = new TreeMap<>(besides(at));
      root.keySet().removeIf(name -> name.startsWith("/other"));
      stream.move(fs.getPath("f"), other, fs.getPath("taken"));
      assertThat(there.resolve("taken")).hasContent("/top/dir/f");
      other.move(fs.getPath("taken"), stream, fs.getPath("back"));
      assertThat(at.resolve("back")).hasContent("/top/dir/f");
      Map<String, String> after = new TreeMap<>(besides(at));
      after.keySet().removeIf(name -> name.startsWith("/other"));
      assertThat(after).isEqualTo(root);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Tag("S75")
  void viewsOfAClosedStreamSaySo(Case each) throws IOException {
    make(each);
    SecureDirectoryStream<Path> stream = open(each);
    Path at = fate(each);
    List<Together.Task> tasks = new ArrayList<>();
    for (Path name : List.of(fs.getPath("f"), fs.getPath(""), at.resolve("f"))) {
      addTasks(tasks, stream, name);
    }
    Map<String, String> before = besides(fs.getPath("/none"));
    stream.close();
    for (Together.Task task : tasks) {
      assertThatThrownBy(task::run).isInstanceOf(ClosedDirectoryStreamException.class);
    }
    assertThat(besides(fs.getPath("/none"))).isEqualTo(before);
    // As the default provider: a view is given, and says so when it is used.
    List<Together.Task> late = new ArrayList<>();
    addTasks(late, stream, fs.getPath("f"));
    for (Together.Task task : late) {
      assertThatThrownBy(task::run).isInstanceOf(ClosedDirectoryStreamException.class);
    }
    fs.close();
    for (Together.Task task : tasks) {
      assertThatThrownBy(task::run).isInstanceOf(ClosedFileSystemException.class);
    }
  }

  /** Adds every method of every view that reads or writes. */
  private void addTasks(List<Together.Task> tasks, SecureDirectoryStream<Path> stream, Path name)
      throws IOException {
    boolean itself = name.toString().isEmpty();
    BasicFileAttributeView basic = view(stream, itself, name, BasicFileAttributeView.class);
    tasks.add(basic::readAttributes);
    tasks.add(() -> basic.setTimes(THEN, null, null));
    tasks.add(() -> basic.setTimes(null, null, null));
    PosixFileAttributeView posix = view(stream, itself, name, PosixFileAttributeView.class);
    var principals = fs.getUserPrincipalLookupService();
    var owner = principals.lookupPrincipalByName("a");
    var group = principals.lookupPrincipalByGroupName("b");
    tasks.add(posix::readAttributes);
    tasks.add(posix::getOwner);
    tasks.add(() -> posix.setOwner(owner));
    tasks.add(() -> posix.setGroup(group));
    tasks.add(() -> posix.setPermissions(Set.of()));
    tasks.add(() -> posix.setTimes(THEN, THEN, THEN));
    FileOwnerAttributeView owners = view(stream, itself, name, FileOwnerAttributeView.class);
    tasks.add(owners::getOwner);
    tasks.add(() -> owners.setOwner(owner));
    DosFileAttributeView dos = view(stream, itself, name, DosFileAttributeView.class);
    tasks.add(dos::readAttributes);
    tasks.add(() -> dos.setArchive(true));
    tasks.add(() -> dos.setHidden(true));
    tasks.add(() -> dos.setReadOnly(true));
    tasks.add(() -> dos.setSystem(true));
    tasks.add(() -> dos.setTimes(THEN, THEN, THEN));
    UserDefinedFileAttributeView user =
        view(stream, itself, name, UserDefinedFileAttributeView.class);
    tasks.add(user::list);
    tasks.add(() -> user.size("x"));
    tasks.add(() -> user.read("x", ByteBuffer.allocate(1)));
    tasks.add(() -> user.write("x", ByteBuffer.allocate(1)));
    tasks.add(() -> user.delete("x"));
    AclFileAttributeView acl = view(stream, itself, name, AclFileAttributeView.class);
    tasks.add(acl::getAcl);
    tasks.add(() -> acl.setAcl(List.of()));
    tasks.add(acl::getOwner);
    tasks.add(() -> acl.setOwner(owner));
  }

  private static <V extends FileAttributeView> V view(
      SecureDirectoryStream<Path> stream, boolean itself, Path name, Class<V> type) {
    return itself
        ? stream.getFileAttributeView(type)
        : stream.getFileAttributeView(name, type, NOFOLLOW_LINKS);
  }
}
