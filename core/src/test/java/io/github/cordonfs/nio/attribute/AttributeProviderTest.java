package io.github.cordonfs.nio.attribute;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attribute views of one's own. */
@Tag("S43")
class AttributeProviderTest {

  private static final AttributeProvider PAINT =
      AttributeProvider.of("paint", Map.of("colour", "grey", "coats", 1));

  /** The type of the attributes of the view {@code label}. */
  interface LabelAttributes extends BasicFileAttributes {}

  /** The type of the view {@code label}. */
  interface LabelView extends BasicFileAttributeView {
    @Override
    LabelAttributes readAttributes() throws IOException;

    String text() throws IOException;

    void setText(String text) throws IOException;
  }

  /** A view with a type, that checks its values, computes one and includes another view. */
  private static final class Label implements AttributeProvider {

    @Override
    public String name() {
      return "label";
    }

    @Override
    public Set<String> attributes() {
      return Set.of("text", "length");
    }

    @Override
    public Object defaultValue(String attribute, PosixFileAttributes file) {
      return attribute.equals("text") ? "none" : file.size();
    }

    @Override
    public Object checked(String attribute, Object value) {
      if (attribute.equals("length") || ((String) value).isBlank()) {
        throw new IllegalArgumentException(attribute);
      }
      return ((String) value).strip();
    }

    @Override
    public Set<String> includes() {
      return Set.of("posix");
    }

    @Override
    public Optional<Class<? extends FileAttributeView>> viewType() {
      return Optional.of(LabelView.class);
    }

    @Override
    public Optional<Class<? extends BasicFileAttributes>> attributesType() {
      return Optional.of(LabelAttributes.class);
    }

    @Override
    public LabelView view(Attributes attributes) {
      return new LabelView() {
        @Override
        public String name() {
          return "label";
        }

        @Override
        public LabelAttributes readAttributes() throws IOException {
          Object size = attributes.get("label:size");
          return (LabelAttributes)
              Proxy.newProxyInstance(
                  LabelAttributes.class.getClassLoader(),
                  new Class<?>[] {LabelAttributes.class},
                  (_, method, _) -> method.getName().equals("size") ? size : null);
        }

        @Override
        public void setTimes(FileTime modified, FileTime accessed, FileTime created) {
          throw new AssertionError();
        }

        @Override
        public String text() throws IOException {
          return (String) attributes.get("label:text");
        }

        @Override
        public void setText(String text) throws IOException {
          attributes.set("label:text", text);
        }
      };
    }
  }

  private FileSystem fs;

  private static CordonOptions options() {
    return CordonOptions.builder().size(64 << 20).build();
  }

  @BeforeEach
  void open() throws IOException {
    fs = Cordon.newFileSystem(options().toBuilder().attributeProviders(PAINT, new Label()).build());
  }

  @AfterEach
  void close() throws IOException {
    fs.close();
  }

  private Path file(String name) throws IOException {
    return Files.write(fs.getPath(name), new byte[5]);
  }

  private static FileAttribute<Object> with(String name, Object value) {
    return new FileAttribute<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Object value() {
        return value;
      }
    };
  }

  @Test
  void attributesHaveTheirDefaultsUntilTheyAreSet() throws IOException {
    Path file = file("/f");
    assertThat(Files.readAttributes(file, "paint:*"))
        .isEqualTo(Map.of("colour", "grey", "coats", 1));
    Files.setAttribute(file, "paint:colour", "red");
    assertThat(Files.readAttributes(file, "paint:coats,colour"))
        .isEqualTo(Map.of("colour", "red", "coats", 1));
    assertThat(Files.getAttribute(file("/g"), "paint:colour")).isEqualTo("grey");
    Path directory = Files.createDirectory(fs.getPath("/d"));
    Files.setAttribute(directory, "paint:coats", 3);
    assertThat(Files.getAttribute(directory, "paint:coats")).isEqualTo(3);
  }

  @Test
  void aSymbolicLinkHasSomeOfItsOwn() throws IOException {
    Path link = Files.createSymbolicLink(fs.getPath("/l"), file("/f"));
    Files.setAttribute(link, "paint:colour", "red", NOFOLLOW_LINKS);
    assertThat(Files.getAttribute(link, "paint:colour")).isEqualTo("grey");
    assertThat(Files.getAttribute(link, "paint:colour", NOFOLLOW_LINKS)).isEqualTo("red");
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path file = file("/f");
    assertThatThrownBy(() -> Files.setAttribute(file, "paint:coats", "many"))
        .isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> Files.setAttribute(file, "paint:coats", null))
        .isInstanceOf(NullPointerException.class);
    for (String unknown : new String[] {"paint:smell", "paint:coats,colour", "paint:*", "paint:"}) {
      assertThatThrownBy(() -> Files.setAttribute(file, unknown, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Files.getAttribute(file, "paint:smell"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("smell");
    assertThatThrownBy(() -> Files.getAttribute(file, "varnish:coats"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("paint");
    assertThatThrownBy(() -> Files.setAttribute(fs.getPath("/no"), "paint:coats", 1))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.getAttribute(fs.getPath("/no"), "paint:coats"))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.setAttribute(file, "label:text", " "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Files.setAttribute(file, "label:length", 3L))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aViewHasAType() throws IOException {
    LabelView view = Files.getFileAttributeView(file("/f"), LabelView.class);
    assertThat(view.text()).isEqualTo("none");
    view.setText("  fragile ");
    assertThat(view.text()).isEqualTo("fragile");
    assertThat(Files.getAttribute(fs.getPath("/f"), "label:text")).isEqualTo("fragile");
    assertThat(Files.getAttribute(fs.getPath("/f"), "label:length")).isEqualTo(5L);
    assertThat(Files.readAttributes(fs.getPath("/f"), LabelAttributes.class).size()).isEqualTo(5);
    assertThatThrownBy(() -> Files.readAttributes(fs.getPath("/f"), Odd.class))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aViewHasTheAttributesOfThoseItIncludes() throws IOException {
    Path file = file("/f");
    assertThat(Files.readAttributes(file, "label:*"))
        .hasSize(14)
        .containsEntry("size", 5L)
        .containsEntry("text", "none");
    Files.setAttribute(file, "label:lastModifiedTime", FileTime.fromMillis(5));
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(5));
    Path made =
        Files.createFile(
            fs.getPath("/g"),
            with("label:permissions", PosixFilePermissions.fromString("rw-rw-rw-")));
    // As by its proper name: the umask takes from it.
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void aFileIsMadeWithThem() throws IOException {
    Path file =
        Files.createFile(
            fs.getPath("/f"),
            with("paint:colour", "red"),
            with("user:a", new byte[1]),
            with("label:text", " x "));
    assertThat(Files.getAttribute(file, "paint:colour")).isEqualTo("red");
    assertThat(Files.getAttribute(file, "label:text")).isEqualTo("x");
    assertThat(Files.readAttributes(file, "user:*")).containsOnlyKeys("a");
    assertThatThrownBy(() -> Files.createFile(fs.getPath("/g"), with("paint:colour", 7)))
        .isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> Files.createFile(fs.getPath("/g"), with("paint:smell", "sour")))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(fs.getPath("/g")).doesNotExist();
  }

  @Test
  void attributesOfUsersComeAndGoBesideThem() throws IOException {
    Path file = file("/f");
    Files.setAttribute(file, "user:a", new byte[1]);
    Files.setAttribute(file, "paint:colour", "red");
    Files.getFileAttributeView(file, UserDefinedFileAttributeView.class).delete("a");
    assertThat(Files.getAttribute(file, "paint:colour")).isEqualTo("red");
    Files.setAttribute(file, "dos:hidden", true);
    Files.setAttribute(file, "paint:coats", 2);
    assertThat(Files.getAttribute(file, "dos:hidden")).isEqualTo(true);
  }

  @Test
  void copiesTakeThemAlongWhenAskedTo() throws IOException {
    Path file = file("/f");
    Files.setAttribute(file, "paint:colour", "red");
    Path with = Files.copy(file, fs.getPath("/with"), StandardCopyOption.COPY_ATTRIBUTES);
    Path without = Files.copy(file, fs.getPath("/without"));
    assertThat(Files.getAttribute(with, "paint:colour")).isEqualTo("red");
    assertThat(Files.getAttribute(without, "paint:colour")).isEqualTo("grey");
  }

  @Test
  void aViewOfTheSameNameByAnotherProviderDoesNotMeetThem() throws IOException {
    AttributeProvider other = AttributeProvider.of("paint", Map.of("colour", 0));
    Path file = file("/f");
    Files.setAttribute(file, "paint:colour", "red");
    try (FileSystem same =
            Cordon.newFileSystem(options().toBuilder().attributeProviders(PAINT).build());
        FileSystem different =
            Cordon.newFileSystem(options().toBuilder().attributeProviders(other).build())) {
      Path there = same.getPath("/f");
      Files.copy(file, there, StandardCopyOption.COPY_ATTRIBUTES);
      assertThat(Files.getAttribute(there, "paint:colour")).isEqualTo("red");
      there = different.getPath("/f");
      Files.copy(file, there, StandardCopyOption.COPY_ATTRIBUTES);
      assertThat(Files.getAttribute(there, "paint:colour")).isEqualTo(0);
    }
  }

  @Test
  void theFileSystemAndItsStoreTellOfThem() throws IOException {
    assertThat(fs.supportedFileAttributeViews()).contains("paint", "label", "basic", "dos");
    var store = Files.getFileStore(file("/f"));
    assertThat(store.supportsFileAttributeView("paint")).isTrue();
    assertThat(store.supportsFileAttributeView("varnish")).isFalse();
    assertThat(store.supportsFileAttributeView(LabelView.class)).isTrue();
    assertThat(store.supportsFileAttributeView(FileAttributeView.class)).isFalse();
  }

  @Test
  void onlyTheOwnerMaySetThem() throws IOException {
    CordonOptions enforced = options().toBuilder().attributeProviders(PAINT).owner("ada").build();
    try (FileSystem other =
        Cordon.newFileSystem(enforced.toBuilder().enforcePermissions(true).build())) {
      Path file = Files.createFile(other.getPath("/f"), with("unix:uid", 0));
      assertThatThrownBy(() -> Files.setAttribute(file, "paint:colour", "red"))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("Operation not permitted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "a,b", "a:b", "*", "basic", "owner", "posix", "unix", "user"})
  void aNameThatIsNoneOrAnothersIsRefused(String name) {
    assertThatThrownBy(() ->
            options().toBuilder().attributeProviders(AttributeProvider.of(name, Map.of())).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a,b", "*"})
  void anAttributeWithANameThatIsNoneIsRefused(String name) {
    AttributeProvider provider = AttributeProvider.of("view", Map.of(name, 1));
    assertThatThrownBy(() -> options().toBuilder().attributeProviders(provider).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
  }

  @Test
  void viewsThatDoNotGoTogetherAreRefused() {
    CordonOptions one = options().toBuilder().attributeProviders(PAINT).build();
    assertThat(one.toBuilder().attributeProviders(new Label()).build().attributeProviders())
        .hasSize(2);
    AttributeProvider again = AttributeProvider.of("paint", Map.of());
    assertThatThrownBy(() -> one.toBuilder().attributeProviders(again).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            options().toBuilder().attributeProviders(AttributeProvider.of("dos", Map.of())).build())
        .isInstanceOf(IllegalArgumentException.class);
    for (Typed typed :
        List.of(
            new Typed(LabelView.class, BasicFileAttributes.class, Set.of()),
            new Typed(FileAttributeView.class, Odd.class, Set.of()),
            new Typed(LabelView.class, Odd.class, Set.of("user")))) {
      assertThatThrownBy(() -> options().toBuilder().attributeProviders(typed).build())
          .isInstanceOf(IllegalArgumentException.class);
    }
    Typed good = new Typed(LabelView.class, Odd.class, Set.of("unix"));
    assertThat(options().toBuilder().attributeProviders(good).build().attributeProviders())
        .containsExactly(good);
    assertThatThrownBy(() -> options().toBuilder().attributeProviders(good, new Label()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LabelView");
  }

  /** Attributes that nobody has. */
  interface Odd extends BasicFileAttributes {}

  private record Typed(
      Class<? extends FileAttributeView> view,
      Class<? extends BasicFileAttributes> type,
      Set<String> includes)
      implements AttributeProvider {

    @Override
    public String name() {
      return "typed";
    }

    @Override
    public Set<String> attributes() {
      return Set.of();
    }

    @Override
    public Object defaultValue(String attribute, PosixFileAttributes file) {
      throw new AssertionError(attribute);
    }

    @Override
    public Object checked(String attribute, Object value) {
      throw new AssertionError(attribute);
    }

    @Override
    public Optional<Class<? extends FileAttributeView>> viewType() {
      return Optional.of(view);
    }

    @Override
    public Optional<Class<? extends BasicFileAttributes>> attributesType() {
      return Optional.of(type);
    }
  }
}
