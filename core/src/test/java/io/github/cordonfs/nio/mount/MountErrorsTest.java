package io.github.cordonfs.nio.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a name of a mount is told as the JDK tells it of the directory itself. */
@Tag("B25")
class MountErrorsTest {

  private static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();

  static {
    put("directory over a file", root -> Files.createDirectory(root.resolve("file")));
    put("directory over a directory", root -> Files.createDirectory(root.resolve("full")));
    put("directory in nothing", root -> Files.createDirectory(root.resolve("none/sub")));
    put("directory in a file", root -> Files.createDirectory(root.resolve("file/sub")));
    put("directories that are there", root -> Files.createDirectories(root.resolve("full/sub")));
    put("directories over a file", root -> Files.createDirectories(root.resolve("file")));
    put("file over a file", root -> Files.createFile(root.resolve("file")));
    put("file over a directory", root -> Files.createFile(root.resolve("full")));
    put("file in nothing", root -> Files.createFile(root.resolve("none/sub")));
    put("write in nothing", root -> Files.write(root.resolve("none/sub"), new byte[1]));
    put("write of a directory", root -> Files.write(root.resolve("full"), new byte[1]));
    put(
        "write of a missing file",
        root -> Files.write(root.resolve("none"), new byte[1], StandardOpenOption.WRITE));
    put("read of a missing file", root -> Files.readAllBytes(root.resolve("none")));
    put("read through a broken link", root -> Files.readAllBytes(root.resolve("broken")));
    put("read behind a file", root -> Files.readAllBytes(root.resolve("file/sub")));
    put("list of nothing", root -> Files.newDirectoryStream(root.resolve("none")).close());
    put("list of a file", root -> Files.newDirectoryStream(root.resolve("file")).close());
    put("delete of nothing", root -> Files.delete(root.resolve("none")));
    put("delete of a full directory", root -> Files.delete(root.resolve("full")));
    put("delete behind a file", root -> Files.delete(root.resolve("file/sub")));
    put(
        "symbolic link over a file",
        root -> Files.createSymbolicLink(root.resolve("file"), root.resolve("full")));
    put(
        "symbolic link in nothing",
        root -> Files.createSymbolicLink(root.resolve("none/sub"), root.resolve("full")));
    put("link over a file", root -> Files.createLink(root.resolve("file"), root.resolve("other")));
    put("link to nothing", root -> Files.createLink(root.resolve("new"), root.resolve("none")));
    put("link to a directory", root -> Files.createLink(root.resolve("new"), root.resolve("full")));
    put("link in nothing", root -> Files.createLink(root.resolve("none/n"), root.resolve("file")));
    put("move of nothing", root -> Files.move(root.resolve("none"), root.resolve("new")));
    put("move of nothing to itself", root -> Files.move(at(root, "none"), root.resolve("none")));
    put("move over a file", root -> Files.move(root.resolve("other"), root.resolve("file")));
    put("move into nothing", root -> Files.move(root.resolve("file"), root.resolve("none/sub")));
    put("move into itself", root -> Files.move(root.resolve("full"), root.resolve("full/x")));
    put(
        "move over a full directory",
        root ->
            Files.move(
                root.resolve("file"), root.resolve("full"), StandardCopyOption.REPLACE_EXISTING));
    put(
        "atomic move of nothing",
        root ->
            Files.move(root.resolve("none"), root.resolve("new"), StandardCopyOption.ATOMIC_MOVE));
    put(
        "atomic move over a directory",
        root ->
            Files.move(root.resolve("file"), root.resolve("full"), StandardCopyOption.ATOMIC_MOVE));
    put("copy of nothing", root -> Files.copy(root.resolve("none"), root.resolve("new")));
    put("copy over a file", root -> Files.copy(root.resolve("other"), root.resolve("file")));
    put("copy into nothing", root -> Files.copy(root.resolve("file"), root.resolve("none/sub")));
    put(
        "copy over a full directory",
        root ->
            Files.copy(
                root.resolve("file"), root.resolve("full"), StandardCopyOption.REPLACE_EXISTING));
    put("copy to itself", root -> Files.copy(at(root, "file"), root.resolve("file")));
    put(
        "copy over itself",
        root ->
            Files.copy(
                at(root, "file"), root.resolve("file"), StandardCopyOption.REPLACE_EXISTING));
    put(
        "copy over a link to itself",
        root ->
            Files.copy(
                root.resolve("file"), root.resolve("alias"), StandardCopyOption.REPLACE_EXISTING));
    put(
        "copy of a link over what it leads to",
        root ->
            Files.copy(
                root.resolve("alias"), root.resolve("file"), StandardCopyOption.REPLACE_EXISTING));
    put(
        "copy of a link itself",
        root ->
            Files.copy(
                root.resolve("alias"),
                root.resolve("file"),
                StandardCopyOption.REPLACE_EXISTING,
                LinkOption.NOFOLLOW_LINKS));
    put(
        "copy over another name of itself",
        root ->
            Files.copy(
                root.resolve("file"), root.resolve("twin"), StandardCopyOption.REPLACE_EXISTING));
    put("copy of a directory", root -> Files.copy(root.resolve("full"), root.resolve("new")));
    put(
        "move over itself",
        root ->
            Files.move(
                at(root, "file"), root.resolve("file"), StandardCopyOption.REPLACE_EXISTING));
    put(
        "move over another name of itself",
        root ->
            Files.move(
                root.resolve("file"), root.resolve("twin"), StandardCopyOption.REPLACE_EXISTING));
    put(
        "move over a link to itself",
        root ->
            Files.move(
                root.resolve("file"), root.resolve("alias"), StandardCopyOption.REPLACE_EXISTING));
    put(
        "move over another file",
        root ->
            Files.move(
                root.resolve("file"), root.resolve("other"), StandardCopyOption.REPLACE_EXISTING));
    put(
        "atomic move over another file",
        root ->
            Files.move(
                root.resolve("file"), root.resolve("other"), StandardCopyOption.ATOMIC_MOVE));
    put(
        "attributes of nothing",
        root -> Files.readAttributes(root.resolve("none"), BasicFileAttributes.class));
    put(
        "attributes by name of nothing",
        root -> Files.readAttributes(root.resolve("none"), "size", LinkOption.NOFOLLOW_LINKS));
    put(
        "time of nothing",
        root -> Files.setLastModifiedTime(root.resolve("none"), FileTime.fromMillis(0)));
    put("attribute of nothing", root -> Files.setAttribute(root.resolve("none"), "unix:mode", 1));
    put("store of nothing", root -> Files.getFileStore(root.resolve("none")));
    put(
        "access to nothing",
        root -> root.getFileSystem().provider().checkAccess(root.resolve("none"), AccessMode.READ));
    put("real path of nothing", MountErrorsTest::realPath);
    put(
        "same file as nothing",
        root -> Files.isSameFile(root.resolve("file"), root.resolve("none")));
    put(
        "same file, of nothing",
        root -> Files.isSameFile(root.resolve("none"), root.resolve("file")));
    put("target of a file", root -> Files.readSymbolicLink(root.resolve("file")));
    put("target of nothing", root -> Files.readSymbolicLink(root.resolve("none")));
  }

  @TempDir private Path directory;

  private interface Operation {
    void run(Path root) throws IOException;
  }

  private static void put(String name, Operation operation) {
    OPERATIONS.put(name, operation);
  }

  private static Path at(Path root, String name) {
    return root.resolve(name);
  }

  private static void realPath(Path root) throws IOException {
    var _ = root.resolve("none").toRealPath();
  }

  static Stream<String> operations() {
    return OPERATIONS.keySet().stream();
  }

  private static void fill(Path root) throws IOException {
    Files.writeString(root.resolve("file"), "file");
    Files.writeString(root.resolve("other"), "other");
    Files.createDirectories(root.resolve("full/sub"));
    Files.createSymbolicLink(root.resolve("broken"), Path.of("none"));
    Files.createSymbolicLink(root.resolve("alias"), Path.of("file"));
    Files.createLink(root.resolve("twin"), root.resolve("file"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void isToldAsTheJdkTellsIt(String name) throws IOException {
    Path plain = Files.createDirectory(directory.resolve("plain"));
    Path mounted = Files.createDirectory(directory.resolve("mounted"));
    fill(plain);
    fill(mounted);
    Operation operation = OPERATIONS.get(name);
    try (CordonFileSystem fs =
        Cordon.mount(mounted, CordonOptions.builder().size("8m").writable(true).build())) {
      Path root = fs.getPath("/");
      assertThat(told(operation, root)).isEqualTo(told(operation, plain));
      assertThat(state(root)).isEqualTo(state(plain));
    }
    assertThat(state(mounted)).isEqualTo(state(plain));
  }

  private static Map<String, String> state(Path root) throws IOException {
    Map<String, String> state = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        state.put(root.relativize(path).toString(), content(path));
      }
    }
    return state;
  }

  private static String content(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    return Files.isDirectory(path) ? "directory" : Files.readString(path);
  }

  /** Returns what comes of an operation, with names relative to its root. */
  private static String told(Operation operation, Path root) {
    try {
      operation.run(root);
      return "done";
    } catch (FileSystemException e) {
      return e.getClass().getName()
          + ": "
          + relative(root, e.getFile())
          + " -> "
          + relative(root, e.getOtherFile())
          + ": "
          + e.getReason();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String relative(Path root, String file) {
    return file == null ? "none" : root.relativize(root.resolve(file)).toString();
  }
}
