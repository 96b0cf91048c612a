package io.github.cordonfs.nio.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S36")
class UserAttributesTest extends CordonFixture {

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static UserDefinedFileAttributeView view(Path path, LinkOption... options) {
    return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, options);
  }

  @Test
  void attributesAreWrittenReadListedAndDeleted() throws IOException {
    UserDefinedFileAttributeView view = view(file("/f", 1));
    assertThat(view.name()).isEqualTo("user");
    assertThat(view.list()).isEmpty();
    assertThat(view.write("mime", utf8("text/plain"))).isEqualTo(10);
    assertThat(view.write("empty", utf8(""))).isZero();
    assertThat(view.list()).containsExactly("empty", "mime");
    assertThat(view.size("mime")).isEqualTo(10);
    ByteBuffer read = ByteBuffer.allocate(20);
    assertThat(view.read("mime", read)).isEqualTo(10);
    assertThat(read.flip()).isEqualTo(utf8("text/plain"));
    view.write("mime", utf8("x"));
    assertThat(view.size("mime")).isEqualTo(1);
    view.delete("mime");
    assertThat(view.list()).containsExactly("empty");
  }

  @Test
  void theyAreThereByNameToo() throws IOException {
    Path file = file("/f", 1);
    Files.setAttribute(file, "user:a", "one".getBytes(StandardCharsets.UTF_8));
    Files.setAttribute(file, "user:b", utf8("two"));
    assertThat((byte[]) Files.getAttribute(file, "user:b")).asString().isEqualTo("two");
    Map<String, Object> all = Files.readAttributes(file, "user:*");
    assertThat(all).containsOnlyKeys("a", "b");
    assertThatThrownBy(() -> Files.setAttribute(file, "user:a", "text"))
        .isInstanceOf(ClassCastException.class);
  }

  @Test
  void whatIsNotThereIsNotRead() throws IOException {
    Path file = file("/f", 1);
    for (String name : new String[] {"none", ""}) {
      assertThatThrownBy(() -> view(file).size(name)).isInstanceOf(FileSystemException.class);
      assertThatThrownBy(() -> view(file).delete(name)).isInstanceOf(FileSystemException.class);
      assertThatThrownBy(() -> view(file).read(name, ByteBuffer.allocate(1)))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("No data available");
    }
  }

  @Test
  void aBufferThatIsTooSmallGetsNothing() throws IOException {
    UserDefinedFileAttributeView view = view(file("/f", 1));
    view.write("a", utf8("12345"));
    ByteBuffer small = ByteBuffer.allocate(4);
    assertThatThrownBy(() -> view.read("a", small)).isInstanceOf(FileSystemException.class);
    assertThat(small.position()).isZero();
    assertThatThrownBy(() -> view.read("a", ByteBuffer.allocate(9).asReadOnlyBuffer()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileHasRoomForSixtyFourKibibytes() throws IOException {
    UserDefinedFileAttributeView view = view(file("/f", 1));
    view.write("a", ByteBuffer.allocate((64 << 10) - 2));
    assertThatThrownBy(() -> view.write("b", utf8("1")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("No space left on device");
    assertThat(view.list()).containsExactly("a");
    view.write("b", utf8(""));
    view.delete("a");
    view.write("é".repeat(125), utf8("1"));
    for (String tooLong : new String[] {"n".repeat(251), "é".repeat(126)}) {
      assertThatThrownBy(() -> view.write(tooLong, utf8("1")))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("no name of an attribute");
    }
  }

  @Test
  void aSymbolicLinkHasNone() throws IOException {
    Path link = Files.createSymbolicLink(path("/l"), file("/f", 1));
    assertThatThrownBy(() -> view(link, LinkOption.NOFOLLOW_LINKS).write("a", utf8("1")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Operation not permitted");
    view(link).write("a", utf8("1"));
    assertThat(view(path("/f")).list()).containsExactly("a");
  }

  @Test
  void copiesTakeThemAlongWhenAskedTo() throws IOException {
    Path file = file("/f", 1);
    view(file).write("a", utf8("1"));
    Files.copy(file, path("/with"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(file, path("/without"));
    view(file).delete("a");
    assertThat(view(path("/with")).list()).containsExactly("a");
    assertThat(view(path("/without")).list()).isEmpty();
  }

  @Test
  void aFileIsMadeWithThem() throws IOException {
    Path file = Files.createFile(path("/f"), user("mime", utf8("1")));
    Path directory = Files.createDirectory(path("/d"), user("mime", utf8("2")));
    assertThat((byte[]) Files.getAttribute(file, "user:mime")).asString().isEqualTo("1");
    assertThat((byte[]) Files.getAttribute(directory, "user:mime")).asString().isEqualTo("2");
  }

  @Test
  void whatIsMadeWithMoreThanAFileCanHaveIsRefused() throws IOException {
    int half = 32 << 10;
    Path file =
        Files.createFile(
            path("/f"),
            user("a", ByteBuffer.allocate(half - 1)),
            user("b", ByteBuffer.allocate(half - 1)));
    assertThat(view(file).size("b")).isEqualTo(half - 1);
    assertThatThrownBy(() ->
            Files.createFile(
                path("/g"),
                user("a", ByteBuffer.allocate(half - 1)),
                user("b", ByteBuffer.allocate(half))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
    assertThat(path("/g")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void nothingIsMadeWithANameThatIsNone(String name) {
    assertThatThrownBy(() -> Files.createFile(path("/f"), user(name, utf8("1"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.createFile(path("/f"), user("n".repeat(256), utf8("1"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(path("/f")).doesNotExist();
  }

  private static FileAttribute<ByteBuffer> user(String name, ByteBuffer value) {
    return new FileAttribute<>() {
      @Override
      public String name() {
        return "user:" + name;
      }

      @Override
      public ByteBuffer value() {
        return value;
      }
    };
  }
}
