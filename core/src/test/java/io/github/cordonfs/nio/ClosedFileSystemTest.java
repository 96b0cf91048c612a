package io.github.cordonfs.nio;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.StrikeContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.AccessMode;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What each object of a file system does when that is closed. */
@Tag("S75")
class ClosedFileSystemTest extends CordonFixture {

  private static final FileTime THEN = FileTime.fromMillis(1);

  private final Map<String, Together.Task> touching = new LinkedHashMap<>();
  private Path file;

  @BeforeEach
  void withAllViews() throws IOException {
    fs.close();
    fs =
        Cordon.newFileSystem(
            options().toBuilder().attributeProviders(AttributeProvider.acl()).build());
    Files.createDirectories(path("/d/sub"));
    file = file("/d/f", PAGE);
  }

  private void refused() {
    touching.forEach((name, task) ->
        assertThatThrownBy(task::run).as(name).isInstanceOf(ClosedFileSystemException.class));
  }

  private static void walk(Path start) throws IOException {
    try (Stream<Path> stream = Files.walk(start)) {
      assertThat(stream).isEmpty();
    }
  }

  private static void list(Path directory) throws IOException {
    try (Stream<Path> stream = Files.list(directory)) {
      assertThat(stream).isEmpty();
    }
  }

  @SuppressWarnings("unchecked")
  private SecureDirectoryStream<Path> secure(Path directory) throws IOException {
    return (SecureDirectoryStream<Path>) fs.provider().newDirectoryStream(directory, _ -> true);
  }

  @Test
  void theFileSystemsOwnMethods() throws IOException {
    fs.close();
    touching.put("stores", fs::getFileStores);
    touching.put("principals", fs::getUserPrincipalLookupService);
    touching.put("watch service", () -> fs.newWatchService());
    touching.put("usage", () -> CordonFileSystem.of(fs).memoryUsage());
    refused();
    assertThat(fs.isReadOnly()).isFalse();
    assertThat(fs.getSeparator()).isEqualTo("/");
    assertThat(fs.getRootDirectories()).containsExactly(path("/"));
    assertThat(fs.supportedFileAttributeViews()).contains("posix");
    assertThat(fs.provider().getScheme()).isEqualTo("cordon");
    assertThat(fs.getPathMatcher("glob:*").matches(path("x"))).isTrue();
  }

  @Test
  void pathsAndMatchersGoOn() throws IOException {
    PathMatcher matcher = fs.getPathMatcher("regex:.*f");
    fs.close();
    assertThat(matcher.matches(file)).isTrue();
    assertThat(file.getParent().resolve("../x").normalize()).isEqualTo(path("/x"));
    assertThat(path("x").toAbsolutePath()).isEqualTo(path("/x"));
    assertThat(file.toUri().getPath()).isEqualTo("/d/f");
    assertThat(file.compareTo(path("/d/g"))).isNegative();
    assertThat(Files.isSameFile(file, path("/d/f"))).isTrue();
    assertThat(Files.isHidden(file)).isFalse();
  }

  @Test
  void whatThePathLeadsTo() throws IOException {
    FileSystemProvider provider = fs.provider();
    fs.close();
    touching.put("real path", () -> assertThat(file.toRealPath()).isNull());
    touching.put("same file", () -> Files.isSameFile(file, path("/x")));
    touching.put("exists", () -> assertThat(Files.exists(file)).isFalse());
    touching.put("access", () -> provider.checkAccess(file, AccessMode.READ));
    touching.put("delete", () -> Files.deleteIfExists(file));
    touching.put("link", () -> Files.readSymbolicLink(file));
    touching.put("store", () -> Files.getFileStore(file));
    touching.put("attributes", () -> Files.readAttributes(file, BasicFileAttributes.class));
    touching.put("named attributes", () -> Files.readAttributes(file, "unix:*"));
    touching.put("own attributes", () -> Files.readAttributes(file, "acl:*"));
    touching.put("user attributes", () -> Files.readAttributes(file, "user:*"));
    touching.put("dos attributes", () -> Files.readAttributes(file, "dos:*"));
    touching.put("set attribute", () -> Files.setAttribute(file, "user:x", new byte[1]));
    touching.put("asynchronous", () -> AsynchronousFileChannel.open(file).close());
    touching.put("channel", () -> FileChannel.open(file).close());
    touching.put("temporary", () -> Files.createTempFile(path("/"), "a", "b"));
    touching.put("walk", () -> walk(file));
    touching.put("list", () -> list(path("/")));
    refused();
  }

  @Test
  void attributeViews() throws IOException {
    var basic = Files.getFileAttributeView(file, BasicFileAttributeView.class);
    var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    var dos = Files.getFileAttributeView(file, DosFileAttributeView.class);
    var user = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    var acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
    var somebody = posix.getOwner();
    fs.close();
    touching.put("basic", basic::readAttributes);
    touching.put("times", () -> basic.setTimes(THEN, null, null));
    touching.put("no times", () -> basic.setTimes(null, null, null));
    touching.put("posix", posix::readAttributes);
    touching.put("owner", posix::getOwner);
    touching.put("set owner", () -> posix.setOwner(somebody));
    touching.put("permissions", () -> posix.setPermissions(Set.of()));
    touching.put("dos", dos::readAttributes);
    touching.put("hidden", () -> dos.setHidden(true));
    touching.put("dos times", () -> dos.setTimes(null, null, null));
    touching.put("user", user::list);
    touching.put("size", () -> user.size("x"));
    touching.put("read", () -> user.read("x", ByteBuffer.allocate(1)));
    touching.put("write", () -> user.write("x", ByteBuffer.allocate(1)));
    touching.put("remove", () -> user.delete("x"));
    touching.put("acl", acl::getAcl);
    touching.put("set acl", () -> acl.setAcl(List.of()));
    refused();
    assertThat(posix.name()).isEqualTo("posix");
    // A view is made of a path alone.
    var late = Files.getFileAttributeView(file, BasicFileAttributeView.class);
    assertThatThrownBy(late::readAttributes).isInstanceOf(ClosedFileSystemException.class);
  }

  @Test
  void attributesThatWereReadStay() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    fs.close();
    assertThat(attributes.size()).isEqualTo(PAGE);
    assertThat(attributes.isRegularFile()).isTrue();
  }

  @Test
  void storesAndPrincipals() throws IOException {
    FileStore store = Files.getFileStore(file);
    var principals = fs.getUserPrincipalLookupService();
    fs.close();
    touching.put("total", store::getTotalSpace);
    touching.put("usable", store::getUsableSpace);
    touching.put("unallocated", store::getUnallocatedSpace);
    for (String attribute :
        List.of("totalSpace", "blockSize", "cordon:inodes", "cordon:memoryFailures", "none")) {
      touching.put(attribute, () -> store.getAttribute(attribute));
    }
    touching.put("by name", () -> principals.lookupPrincipalByName("a"));
    touching.put("by group", () -> principals.lookupPrincipalByGroupName("a"));
    refused();
    assertThat(store.type()).isEqualTo("cordon");
    assertThat(store.supportsFileAttributeView("posix")).isTrue();
  }

  @Test
  void directoryStreams() throws IOException {
    SecureDirectoryStream<Path> stream = secure(path("/d"));
    SecureDirectoryStream<Path> begun = secure(path("/d"));
    Iterator<Path> iterator = begun.iterator();
    assertThat(iterator.hasNext()).isTrue();
    Path found = iterator.next();
    assertThat(found.startsWith("/d")).isTrue();
    fs.close();
    Path f = path("f");
    touching.put("iterator", () -> assertThat(stream.iterator()).isNull());
    touching.put("channel", () -> stream.newByteChannel(f, Set.of(READ)));
    touching.put("stream", () -> stream.newDirectoryStream(path("sub")));
    touching.put("delete", () -> stream.deleteFile(f));
    touching.put("delete directory", () -> stream.deleteDirectory(path("sub")));
    touching.put("move", () -> stream.move(f, stream, path("g")));
    touching.put(
        "view", () -> stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes());
    refused();
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    stream.close();
  }

  @Test
  void watching() throws IOException {
    WatchService service = fs.newWatchService();
    WatchKey key = path("/d").register(service, ENTRY_CREATE);
    fs.close();
    assertThat(key.isValid()).isFalse();
    assertThat(key.reset()).isFalse();
    assertThat(key.pollEvents()).isEmpty();
    assertThat(key.watchable()).isEqualTo(path("/d"));
    assertThatCode(key::cancel).doesNotThrowAnyException();
    assertThatThrownBy(service::poll).isInstanceOf(ClosedWatchServiceException.class);
    assertThatThrownBy(service::take).isInstanceOf(ClosedWatchServiceException.class);
    assertThatThrownBy(() -> path("/d").register(service, ENTRY_CREATE))
        .isInstanceOf(ClosedWatchServiceException.class);
  }

  @Test
  void channelsAndStreams() throws IOException {
    CordonFileChannel channel = channel(file, READ, WRITE);
    FileChannel directory = FileChannel.open(path("/d"));
    AsynchronousFileChannel asynchronous = AsynchronousFileChannel.open(file, READ, WRITE);
    InputStream in = Files.newInputStream(file);
    OutputStream out = Files.newOutputStream(path("/d/o"));
    fs.close();
    touching.put("read", () -> channel.read(ByteBuffer.allocate(1)));
    touching.put("read at", () -> channel.read(ByteBuffer.allocate(1), 0));
    touching.put("scatter", () -> channel.read(new ByteBuffer[] {ByteBuffer.allocate(1)}));
    touching.put("write", () -> channel.write(ByteBuffer.allocate(1)));
    touching.put("write at", () -> channel.write(ByteBuffer.allocate(1), 0));
    touching.put("gather", () -> channel.write(new ByteBuffer[] {ByteBuffer.allocate(1)}));
    touching.put("size", channel::size);
    touching.put("position", channel::position);
    touching.put("set position", () -> channel.position(0));
    touching.put("truncate", () -> channel.truncate(0));
    touching.put("force", () -> channel.force(true));
    touching.put("lock", channel::lock);
    touching.put("map", () -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 1));
    touching.put(
        "map segment", () -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 1, Arena.ofAuto()));
    touching.put("punch", () -> channel.punchHole(0, 1));
    touching.put("allocate", () -> channel.allocate(0, 1, true));
    touching.put("set size", () -> channel.setSize(1));
    touching.put("seek data", () -> channel.seekData(0));
    touching.put("seek hole", () -> channel.seekHole(0));
    touching.put("bad ranges", channel::badRanges);
    touching.put("clear", () -> channel.clearPoison(0, 1));
    touching.put("restore", () -> channel.restore(0, ByteBuffer.allocate(1)));
    touching.put("collapse", () -> channel.collapse(0, 1));
    touching.put("epoch", channel::poisonEpoch);
    touching.put("transfer to", () -> channel.transferTo(0, 1, channel));
    touching.put("transfer from", () -> channel.transferFrom(channel, 0, 1));
    touching.put("directory size", directory::size);
    touching.put("directory force", () -> directory.force(true));
    touching.put("asynchronous size", asynchronous::size);
    touching.put("in", in::read);
    touching.put("in available", in::available);
    touching.put("in all", in::readAllBytes);
    touching.put("in skip", () -> in.skip(1));
    touching.put("out", () -> out.write(1));
    touching.put("out bytes", () -> out.write(new byte[3]));
    refused();
    in.close();
    out.close();
    assertThat(asynchronous.isOpen()).isFalse();
  }

  @Test
  void memoryFailures() throws IOException {
    MemoryFailures failures = failures();
    failures.strike(file, 0);
    fs.close();
    touching.put("strike", () -> failures.strike(file, 0));
    touching.put("strike keeping", () -> failures.strike(file, 0, StrikeContent.KEEP));
    touching.put("strike frame", () -> failures.strikeFrame(0));
    touching.put("strike address", () -> failures.strikeAddress(0));
    touching.put("strike random", () -> failures.strikeRandom(1, 1));
    touching.put("soft offline", () -> failures.softOffline(file, 0));
    touching.put("unpoison", () -> failures.unpoison(file, 0));
    touching.put("frame", () -> failures.frameOf(file, 0));
    touching.put("ranges", () -> failures.badRanges(file));
    touching.put("files", failures::badFiles);
    touching.put("clear", () -> failures.clearPoison(file, new ByteRange(0, 1)));
    touching.put(
        "restore", () -> failures.restore(file, new ByteRange(0, 1), ByteBuffer.allocate(1)));
    touching.put("epoch", () -> failures.poisonEpoch(file));
    touching.put("patrol", failures::patrol);
    refused();
    // For the report of whoever closed it.
    assertThat(failures.counters().total()).isEqualTo(1);
    assertThatCode(() -> failures.addListener(_ -> {}).close()).doesNotThrowAnyException();
    assertThat(CordonFileSystem.of(fs).collapseCounters()).isNotNull();
  }

  @Test
  @Tag("M4")
  void mappingsStay() throws IOException {
    MappedByteBuffer mapped;
    try (FileChannel channel = FileChannel.open(file)) {
      mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, PAGE);
    }
    fs.close();
    byte[] seen = new byte[PAGE];
    mapped.get(0, seen);
    assertThat(seen).isEqualTo(bytes(PAGE));
  }
}
