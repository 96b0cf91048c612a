package io.github.cordonfs.nio.attribute;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The view {@code dos}; beside the JDK's it is compared in {@code conformance}. */
@Tag("S42")
class DosAttributesTest extends CordonFixture {

  private static DosFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, DosFileAttributeView.class);
  }

  private static String kept(Path path) throws IOException {
    return new String((byte[]) Files.getAttribute(path, "user:DOSATTRIB"), StandardCharsets.UTF_8);
  }

  private static void keep(Path path, String text) throws IOException {
    Files.setAttribute(path, "user:DOSATTRIB", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bitsAreSetAndClearedOneByOne() throws IOException {
    DosFileAttributeView view = view(file("/f", 3));
    assertThat(view.name()).isEqualTo("dos");
    view.setReadOnly(true);
    view.setArchive(true);
    DosFileAttributes read = Files.readAttributes(path("/f"), DosFileAttributes.class);
    assertThat(List.of(read.isReadOnly(), read.isHidden(), read.isSystem(), read.isArchive()))
        .containsExactly(true, false, false, true);
    assertThat(read.size()).isEqualTo(3);
    assertThat(read.isRegularFile()).isTrue();
    view.setReadOnly(false);
    view.setHidden(true);
    view.setSystem(true);
    read = view.readAttributes();
    assertThat(List.of(read.isReadOnly(), read.isHidden(), read.isSystem(), read.isArchive()))
        .containsExactly(false, true, true, true);
    assertThat(Files.isHidden(path("/f"))).isFalse();
  }

  @Test
  void theyAreThereByNameToo() throws IOException {
    Path file = file("/f", 3);
    Files.setAttribute(file, "dos:hidden", true);
    assertThat(Files.getAttribute(file, "dos:hidden")).isEqualTo(true);
    assertThat(Files.readAttributes(file, "dos:*"))
        .hasSize(13)
        .containsEntry("system", false)
        .containsEntry("size", 3L);
    Files.setAttribute(file, "dos:lastModifiedTime", FileTime.fromMillis(5));
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(5));
    view(file).setTimes(FileTime.fromMillis(6), null, null);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(6));
    assertThatThrownBy(() -> Files.setAttribute(file, "dos:hidden", "yes"))
        .isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> Files.setAttribute(file, "dos:colour", true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.setAttribute(file, "dos:size", 1L))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.getAttribute(path("/none"), "dos:colour"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.getAttribute(path("/none"), "dos:hidden"))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @CsvSource({"0x2,true", "0x000000000000000000012,true", "0x100,false", "0x-1,true"})
  void aNumberThatSomebodyElseWroteIsRead(String number, boolean hidden) throws IOException {
    Path file = file("/f", 1);
    keep(file, number);
    assertThat(Files.getAttribute(file, "dos:hidden")).isEqualTo(hidden);
    keep(file, number + "\0");
    assertThat(Files.getAttribute(file, "dos:hidden")).isEqualTo(hidden);
  }

  @Test
  void theNumberIsKeptAsTheJdkKeepsIt() throws IOException {
    Path file = file("/f", 1);
    Files.setAttribute(file, "dos:system", false);
    assertThat(Files.readAttributes(file, "user:*")).isEmpty();
    Files.setAttribute(file, "dos:system", true);
    assertThat(kept(file)).isEqualTo("0x4\0");
    Files.setAttribute(file, "dos:archive", true);
    assertThat(kept(file)).isEqualTo("0x24\0");
    keep(file, "0x0100");
    Files.setAttribute(file, "dos:hidden", false);
    assertThat(kept(file)).isEqualTo("0x0100");
    Files.setAttribute(file, "dos:hidden", true);
    assertThat(kept(file)).isEqualTo("0x102\0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "0x", "2", "0X2", "0xzz", "0x2\0junk", "0x2\0\0", "0xffffffff"})
  void whatIsNoNumberIsAnError(String text) throws IOException {
    Path file = file("/f", 1);
    keep(file, text);
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> Files.getAttribute(file, "dos:hidden"))
        .satisfies(e -> assertThat(e.getFile()).isEqualTo("/f"))
        .withMessageContaining("Value of user.DOSATTRIB attribute is invalid");
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> view(file).setHidden(true));
    assertThat(kept(file)).isEqualTo(text);
  }

  @Test
  void aNumberThatIsTooLongIsAnError() throws IOException {
    Path file = file("/f", 1);
    keep(file, "0x" + "0".repeat(21) + "2");
    assertThat(Files.getAttribute(file, "dos:hidden")).isEqualTo(true);
    keep(file, "0x" + "0".repeat(22) + "2");
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> Files.getAttribute(file, "dos:hidden"))
        .withMessageContaining("Numerical result out of range");
  }

  @Test
  void aSymbolicLinkHasNone() throws IOException {
    Path link = Files.createSymbolicLink(path("/l"), file("/f", 1));
    Files.setAttribute(link, "dos:hidden", true);
    assertThat(Files.getAttribute(path("/f"), "dos:hidden", NOFOLLOW_LINKS)).isEqualTo(true);
    assertThatThrownBy(() -> Files.getAttribute(link, "dos:hidden", NOFOLLOW_LINKS))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Too many levels of symbolic links");
    assertThatThrownBy(() -> Files.setAttribute(link, "dos:hidden", false, NOFOLLOW_LINKS))
        .isInstanceOf(FileSystemException.class);
    Files.getFileAttributeView(link, DosFileAttributeView.class, NOFOLLOW_LINKS)
        .setTimes(FileTime.fromMillis(5), null, null);
    assertThat(Files.getLastModifiedTime(link, NOFOLLOW_LINKS)).isEqualTo(FileTime.fromMillis(5));
  }

  @Test
  void aFileIsMadeWithThem() throws IOException {
    Path file = Files.createFile(path("/f"), dos("hidden", true), dos("system", true));
    assertThat(kept(file)).isEqualTo("0x6\0");
    Path directory = Files.createDirectory(path("/d"), dos("archive", true));
    assertThat(Files.getAttribute(directory, "dos:archive")).isEqualTo(true);
    assertThatThrownBy(() -> Files.createFile(path("/g"), dos("hidden", "yes")))
        .isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> Files.createFile(path("/g"), dos("colour", true)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(path("/g")).doesNotExist();
  }

  private static FileAttribute<Object> dos(String name, Object value) {
    return new FileAttribute<>() {
      @Override
      public String name() {
        return "dos:" + name;
      }

      @Override
      public Object value() {
        return value;
      }
    };
  }

  @Test
  void copiesTakeThemAlongWhenAskedTo() throws IOException {
    Path file = file("/f", 1);
    view(file).setHidden(true);
    Path with = Files.copy(file, path("/with"), StandardCopyOption.COPY_ATTRIBUTES);
    Path without = Files.copy(file, path("/without"));
    assertThat(Files.getAttribute(with, "dos:hidden")).isEqualTo(true);
    assertThat(Files.getAttribute(without, "dos:hidden")).isEqualTo(false);
  }

  @Test
  void theyNeedRoomAsOtherAttributesDo() throws IOException {
    Path file = file("/f", 1);
    Files.setAttribute(file, "user:a", ByteBuffer.allocate((64 << 10) - 5));
    assertThatThrownBy(() -> view(file).setHidden(true))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("No space left on device");
  }

  @Test
  void theyNeedPermissionsOfTheFile() throws IOException {
    try (FileSystem enforced =
        Cordon.newFileSystem(options().toBuilder().enforcePermissions(true).build())) {
      Path file = Files.createFile(enforced.getPath("/f"));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
      assertThat(Files.getAttribute(file, "dos:hidden")).isEqualTo(false);
      assertThatThrownBy(() -> Files.setAttribute(file, "dos:hidden", true))
          .isInstanceOf(AccessDeniedException.class);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
      assertThatThrownBy(() -> Files.getAttribute(file, "dos:hidden"))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> Files.setAttribute(file, "dos:hidden", true))
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  @Test
  void bitsThatThreadsSetTogetherAreAllSet() throws Exception {
    for (int round = 0; round < 200; round++) {
      Path file = file("/f" + round, 1);
      Thread other = Thread.ofPlatform().start(() -> set(file, "dos:hidden"));
      set(file, "dos:system");
      other.join();
      assertThat(kept(file)).isEqualTo("0x6\0");
    }
  }

  private static void set(Path file, String attribute) {
    try {
      Files.setAttribute(file, attribute, true);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
