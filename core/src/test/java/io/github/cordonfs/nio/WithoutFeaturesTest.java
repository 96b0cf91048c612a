package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** File systems that were made without something. */
@Tag("S44")
class WithoutFeaturesTest {

  private static FileSystem without(CordonFeature... features) throws IOException {
    return Cordon.newFileSystem(CordonOptions.builder().size(64 << 20).without(features).build());
  }

  private static void refused(ThrowingCallable attempt) {
    assertThatThrownBy(attempt).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void withoutHardLinksThereAreOthers() throws IOException {
    try (FileSystem fs = without(CordonFeature.LINKS)) {
      Path file = Files.createFile(fs.getPath("/f"));
      assertThatThrownBy(() -> Files.createLink(fs.getPath("/l"), file))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("LINKS");
      assertThat(fs.getPath("/l")).doesNotExist();
      Path link = Files.createSymbolicLink(fs.getPath("/s"), file);
      assertThat(Files.readSymbolicLink(link)).isEqualTo(file);
    }
  }

  @Test
  void withoutSymbolicLinksNoneAreMadeOrCopied() throws IOException {
    try (FileSystem fs = without(CordonFeature.SYMBOLIC_LINKS);
        FileSystem other = without()) {
      Path file = Files.createFile(fs.getPath("/f"));
      refused(() -> Files.createSymbolicLink(fs.getPath("/s"), file));
      refused(() -> Files.readSymbolicLink(file));
      Path link = Files.createSymbolicLink(other.getPath("/s"), other.getPath("/f"));
      Files.createFile(other.getPath("/f"));
      refused(() -> Files.copy(link, fs.getPath("/s"), LinkOption.NOFOLLOW_LINKS));
      refused(() -> Files.move(link, fs.getPath("/s")));
      assertThat(link).isSymbolicLink();
      assertThat(Files.copy(link, fs.getPath("/s"))).isRegularFile();
      assertThat(Files.createLink(fs.getPath("/l"), file)).exists();
    }
  }

  @Test
  void withoutSecureStreamsDirectoriesAreStillListed() throws IOException {
    try (FileSystem fs = without(CordonFeature.SECURE_DIRECTORY_STREAM)) {
      Path file = Files.createFile(fs.getPath("/f"));
      DirectoryStream<Path> closed;
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(fs.getPath("/"))) {
        closed = entries;
        assertThat(entries).isNotInstanceOf(SecureDirectoryStream.class).containsExactly(file);
      }
      assertThatThrownBy(closed::iterator).isInstanceOf(IllegalStateException.class);
      try (DirectoryStream<Path> none = Files.newDirectoryStream(fs.getPath("/"), "x*")) {
        assertThat(none).isEmpty();
      }
    }
    try (FileSystem fs = without();
        DirectoryStream<Path> entries = Files.newDirectoryStream(fs.getPath("/"))) {
      assertThat(entries).isInstanceOf(SecureDirectoryStream.class);
    }
  }

  @Test
  void withoutFileChannelsThereAreByteChannels() throws IOException {
    try (FileSystem fs = without(CordonFeature.FILE_CHANNEL)) {
      Path file = Files.write(fs.getPath("/f"), new byte[] {1, 2, 3});
      refused(() -> FileChannel.open(file).close());
      refused(() -> FileChannel.open(fs.getPath("/g"), Set.of(StandardOpenOption.CREATE)).close());
      assertThat(fs.getPath("/g")).doesNotExist();
      SeekableByteChannel channel =
          Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      assertThat(channel).isNotInstanceOf(FileChannel.class);
      try (channel) {
        assertThat(channel.size()).isEqualTo(3);
        assertThat(channel.position(1)).isSameAs(channel);
        ByteBuffer read = ByteBuffer.allocate(5);
        assertThat(channel.read(read)).isEqualTo(2);
        assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        assertThat(channel.write(ByteBuffer.wrap(new byte[] {4}))).isEqualTo(1);
        assertThat(channel.position()).isEqualTo(4);
        assertThat(channel.truncate(2)).isSameAs(channel);
        assertThat(channel.isOpen()).isTrue();
      }
      assertThat(channel.isOpen()).isFalse();
      assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
      assertThat(Files.readAllBytes(file)).containsExactly(1, 2);
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(fs.getPath("/"));
          SeekableByteChannel relative =
              ((SecureDirectoryStream<Path>) entries)
                  .newByteChannel(fs.getPath("f"), Set.of(StandardOpenOption.READ))) {
        assertThat(relative).isNotInstanceOf(FileChannel.class);
      }
      AsynchronousFileChannel.open(file).close();
    }
  }

  @Test
  void theByteChannelsAreClosedWithTheFileSystem() throws IOException {
    FileSystem fs = without(CordonFeature.FILE_CHANNEL);
    Path file = Files.createFile(fs.getPath("/f"));
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      fs.close();
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  void aViewThatWasSwitchedOffIsNotThere() throws IOException {
    for (Off off :
        List.of(
            new Off(CordonFeature.OWNER_VIEW, FileOwnerAttributeView.class, "owner:owner"),
            new Off(CordonFeature.POSIX_VIEW, PosixFileAttributeView.class, "posix:permissions"),
            new Off(CordonFeature.UNIX_VIEW, null, "unix:mode"),
            new Off(CordonFeature.USER_VIEW, UserDefinedFileAttributeView.class, "user:a"),
            new Off(CordonFeature.DOS_VIEW, DosFileAttributeView.class, "dos:hidden"))) {
      off.check();
    }
  }

  /** A view that is switched off. */
  private record Off(
      CordonFeature feature, Class<? extends FileAttributeView> type, String attribute)
      implements FileAttribute<Object> {

    @Override
    public String name() {
      return attribute;
    }

    @Override
    public Object value() {
      return "";
    }

    void check() throws IOException {
      String view = attribute.substring(0, attribute.indexOf(':'));
      try (FileSystem fs = without(feature)) {
        Path file = Files.createFile(fs.getPath("/f"));
        assertThat(fs.supportedFileAttributeViews()).hasSize(5).doesNotContain(view);
        assertThat(Files.getFileStore(file).supportsFileAttributeView(view)).isFalse();
        refused(() -> Files.getAttribute(file, attribute));
        refused(() -> Files.readAttributes(file, view + ":*"));
        refused(() -> Files.setAttribute(file, attribute, ""));
        refused(() -> Files.createFile(fs.getPath("/g"), this));
        assertThat(Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()).isTrue();
        if (type != null) {
          assertThat(Files.getFileAttributeView(file, type)).isNull();
          assertThat(Files.getFileStore(file).supportsFileAttributeView(type)).isFalse();
        }
      }
    }
  }

  @Test
  void attributesOfATypeThatWasSwitchedOffAreNotThere() throws IOException {
    try (FileSystem fs = without(CordonFeature.POSIX_VIEW, CordonFeature.DOS_VIEW)) {
      Path file = Files.createFile(fs.getPath("/f"));
      refused(() -> Files.readAttributes(file, PosixFileAttributes.class));
      refused(() -> Files.readAttributes(file, DosFileAttributes.class));
      refused(() -> Files.getPosixFilePermissions(file));
      FileAttribute<Set<PosixFilePermission>> permissions =
          PosixFilePermissions.asFileAttribute(Set.of());
      refused(() -> Files.createFile(fs.getPath("/g"), permissions));
      assertThat(Files.getOwner(file)).isNotNull();
      assertThat(Files.createTempFile(fs.getPath("/"), "a", "b")).exists();
    }
  }

  @Test
  void anIncludedViewNeedNotBeThereByItsOwnName() throws IOException {
    CordonOptions options =
        CordonOptions.builder()
            .size(64 << 20)
            .attributeProviders(AttributeProvider.acl())
            .without(CordonFeature.OWNER_VIEW)
            .build();
    try (FileSystem fs = Cordon.newFileSystem(options)) {
      Path file = Files.createFile(fs.getPath("/f"));
      var ada = fs.getUserPrincipalLookupService().lookupPrincipalByName("ada");
      Files.setAttribute(file, "acl:owner", ada);
      assertThat(Files.getAttribute(file, "acl:owner")).isEqualTo(ada);
    }
  }

  @Test
  void whatIsSwitchedOffStaysOff() {
    CordonOptions options =
        CordonOptions.builder()
            .without(CordonFeature.LINKS)
            .without(CordonFeature.DOS_VIEW, CordonFeature.LINKS)
            .build();
    assertThat(options.without())
        .containsExactlyInAnyOrder(CordonFeature.LINKS, CordonFeature.DOS_VIEW);
    assertThat(CordonOptions.defaults().without()).isEmpty();
  }
}
