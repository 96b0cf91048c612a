package io.github.cordonfs.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.CordonFileSystem;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * A program that knows nothing of Cordon, but for one check: it calls {@code Path.of} and {@code
 * Files}. Its JVM has the overlay as default provider, over the path that is its argument.
 */
public final class ProgramOnOverlay {

  /** One thing that must work. */
  private interface Step {
    void run() throws Exception;
  }

  private final Path db;

  private ProgramOnOverlay(Path db) {
    this.db = db;
  }

  public static void main(String[] args) throws Exception {
    ProgramOnOverlay child = new ProgramOnOverlay(Path.of(args[0]));
    Map<String, Step> steps =
        Map.ofEntries(
            Map.entry("files", child::files),
            Map.entry("channel", child::channel),
            Map.entry("lines", child::lines),
            Map.entry("names", child::names),
            Map.entry("temporaryFiles", child::temporaryFiles),
            Map.entry("tree", child::tree),
            Map.entry("javaIo", child::javaIo),
            Map.entry("zip", child::zip),
            Map.entry("javac", child::javac),
            Map.entry("owners", child::owners),
            Map.entry("cordon", child::cordon));
    for (Map.Entry<String, Step> step : steps.entrySet()) {
      step.getValue().run();
      System.out.println(step.getKey());
    }
  }

  private void files() throws IOException {
    Path file = Files.createDirectories(db.resolve("a/b")).resolve("f");
    Files.write(file, List.of("one", "two"));
    assertThat(Files.readAllLines(file)).containsExactly("one", "two");
    try (Stream<String> lines = Files.lines(file)) {
      assertThat(lines).hasSize(2);
    }
    try (var reader = Files.newBufferedReader(file)) {
      assertThat(reader.readLine()).isEqualTo("one");
    }
    Files.move(file, file.resolveSibling("g"));
    assertThat(Files.exists(file)).isFalse();
    assertThat(Files.size(file.resolveSibling("g"))).isEqualTo(8);
    assertThat(Files.probeContentType(Path.of("x.txt"))).isEqualTo("text/plain");
  }

  /** In parallel the JDK maps the file, and unmaps it itself. */
  private void lines() throws IOException {
    Path file = db.resolve("lines");
    List<String> written = IntStream.range(0, 100_000).mapToObj(i -> "line " + i).toList();
    Files.write(file, written);
    for (int i = 0; i < 3; i++) {
      try (Stream<String> lines = Files.lines(file)) {
        assertThat(lines.parallel().toList()).isEqualTo(written);
      }
      try (Stream<String> lines = Files.lines(file)) {
        assertThat(lines.parallel().mapToInt(String::length).sum())
            .isEqualTo(written.stream().mapToInt(String::length).sum());
      }
    }
    Files.write(file, new byte[0]);
    try (Stream<String> lines = Files.lines(file)) {
      assertThat(lines.parallel()).isEmpty();
    }
    Files.delete(file);
  }

  private void channel() throws IOException {
    Path file = db.resolve("channel");
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}))).isEqualTo(3);
      assertThat(channel.map(FileChannel.MapMode.READ_WRITE, 0, 3).get(2)).isEqualTo((byte) 3);
      channel.tryLock().release();
    }
  }

  private void names() {
    Path file = Paths.get(db.toString(), "x");
    assertThat(Path.of(URI.create("file://" + db + "/x"))).isEqualTo(file);
    assertThat(Path.of(file.toUri())).isEqualTo(file);
    assertThat(file.startsWith(db)).isTrue();
    assertThat(db.relativize(file)).isEqualTo(Path.of("x"));
    assertThat(file.getFileSystem()).isSameAs(FileSystems.getDefault());
  }

  private void temporaryFiles() throws IOException {
    Path inMemory = Files.createTempFile(db, "a", "b");
    assertThat(new File(inMemory.toString())).doesNotExist();
    Path directory = Files.createTempDirectory(db, "a");
    assertThat(Files.isDirectory(directory)).isTrue();
    Path real = Files.createTempFile("a", "b");
    assertThat(real.toFile()).exists();
    Files.copy(Files.writeString(inMemory, "across"), real.resolveSibling(real + "2"));
    Files.delete(real);
    Files.move(real.resolveSibling(real + "2"), db.resolve("moved"));
    assertThat(Files.readString(db.resolve("moved"))).isEqualTo("across");
  }

  private void tree() throws IOException {
    Path top = Files.createDirectories(db.resolve("tree/x/y/z")).getParent();
    Files.writeString(top.resolve("f"), "f");
    try (Stream<Path> walk = Files.walk(db.resolve("tree"))) {
      assertThat(walk).hasSize(5);
    }
    Files.walkFileTree(
        db.resolve("tree"),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attrs)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(Files.exists(db.resolve("tree"))).isFalse();
  }

  /** A File knows nothing of Cordon until it is made a Path. */
  private void javaIo() throws IOException {
    Files.writeString(db.resolve("mine"), "memory");
    File file = new File(db.resolve("mine").toString());
    assertThat(file.exists()).isFalse();
    assertThat(file.toPath()).isEqualTo(db.resolve("mine"));
    assertThat(Files.readString(file.toPath())).isEqualTo("memory");
    Path copy = Files.createTempDirectory("a").resolve("copy").toFile().toPath();
    Files.copy(db.resolve("mine"), copy);
    assertThat(Files.readString(copy)).isEqualTo("memory");
  }

  private void zip() throws IOException {
    Path zip = db.resolve("z.zip");
    try (FileSystem fs = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Files.writeString(fs.getPath("/entry"), "zipped");
    }
    try (FileSystem fs = FileSystems.newFileSystem(zip)) {
      assertThat(Files.readString(fs.getPath("/entry"))).isEqualTo("zipped");
    }
    try (FileSystem fs = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of())) {
      assertThat(Files.exists(fs.getPath("/entry"))).isTrue();
    }
  }

  private void javac() throws IOException {
    Path source = Files.createDirectories(db.resolve("src/p")).resolve("Hello.java");
    Files.writeString(source, "package p; public class Hello { java.util.List<String> x; }");
    Path classes = Files.createDirectories(db.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      assertThat(
              compiler
                  .getTask(messages, files, null, null, null, files.getJavaFileObjects(source))
                  .call())
          .as(messages.toString())
          .isTrue();
    }
    assertThat(Files.exists(classes.resolve("p/Hello.class"))).isTrue();
  }

  private void owners() throws IOException {
    Path mine = Files.writeString(db.resolve("owned"), "x");
    Path real = Files.createTempFile("a", "b");
    Files.setOwner(real, Files.getOwner(mine));
    Files.setOwner(mine, Files.getOwner(real));
    Files.setAttribute(real, "posix:group", Files.getAttribute(mine, "posix:group"));
    Files.setAttribute(mine, "posix:group", Files.getAttribute(real, "posix:group"));
    assertThat(Files.getOwner(mine)).isEqualTo(Files.getOwner(real));
    Files.delete(real);
  }

  private void cordon() throws IOException {
    Path file = Files.writeString(db.resolve("struck"), "x");
    assertThat(CordonFileSystem.of(FileSystems.getDefault()).memoryUsage().residentBytes())
        .isPositive();
    CordonFileSystem.of(FileSystems.getDefault()).memoryFailures().strike(file, 0);
    assertThat(CordonFileSystem.of(FileSystems.getDefault()).memoryFailures().badRanges(file))
        .hasSize(1);
  }
}
