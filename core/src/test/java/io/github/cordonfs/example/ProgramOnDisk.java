package io.github.cordonfs.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.CordonFileSystem;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * A program that knows nothing of Cordon, but for one check, and reads what is on the disk. Its
 * arguments are a directory that it only reads, which the overlay shows, and one that it writes.
 */
public final class ProgramOnDisk {

  /** What the first directory has, beside a file {@code lines} with as many lines. */
  public static final int LINES = 100_000;

  public static final String SOURCE =
      "package p; public class Hello { public String toString() { return \"hello\"; } }";

  private final Path data;
  private final Path work;

  private ProgramOnDisk(Path data, Path work) {
    this.data = data;
    this.work = work;
  }

  public static void main(String[] args) throws Exception {
    ProgramOnDisk child = new ProgramOnDisk(Path.of(args[0]), Path.of(args[1]));
    child.names();
    System.out.println("names");
    child.content();
    System.out.println("content");
    child.compile();
    System.out.println("compile");
    child.classes();
    System.out.println("classes");
    child.zip();
    System.out.println("zip");
    child.copies();
    System.out.println("copies");
    child.changes();
    System.out.println("changes");
    child.cordon();
    System.out.println("cordon");
  }

  private void names() throws IOException {
    assertThat(data).isDirectory();
    try (Stream<Path> walk = Files.walk(data)) {
      assertThat(walk).contains(data.resolve("lines"), data.resolve("src/p/Hello.java"));
    }
    assertThat(data.resolve("lines").toFile()).exists();
    assertThat(new File(data.toString()).toPath()).isEqualTo(data);
    assertThat(Files.isSameFile(data.resolve("../" + data.getFileName()), data)).isTrue();
  }

  private void content() throws IOException {
    Path file = data.resolve("lines");
    try (Stream<String> lines = Files.lines(file)) {
      assertThat(lines).hasSize(LINES).startsWith("line 0");
    }
    try (Stream<String> lines = Files.lines(file)) {
      assertThat(lines.parallel().filter(each -> each.startsWith("line ")).count())
          .isEqualTo(LINES);
    }
    try (FileChannel channel = FileChannel.open(file);
        Arena arena = Arena.ofConfined()) {
      var mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      assertThat(mapped.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'l');
      assertThat(mapped.get(ValueLayout.JAVA_BYTE, channel.size() - 1)).isEqualTo((byte) '\n');
    }
  }

  private void compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(work));
      assertThat(
              compiler
                  .getTask(
                      messages,
                      files,
                      null,
                      null,
                      null,
                      files.getJavaFileObjects(data.resolve("src/p/Hello.java")))
                  .call())
          .as(messages.toString())
          .isTrue();
    }
    assertThat(work.resolve("p/Hello.class")).exists();
  }

  /** A class loader of the JDK goes around the overlay, and finds what the disk has. */
  private void classes() throws Exception {
    for (Path each : List.of(data.resolve("classes"), data.resolve("classes.jar"))) {
      try (URLClassLoader loader = new URLClassLoader(new URL[] {each.toUri().toURL()}, null)) {
        assertThat(loader.loadClass("p.Hello").getConstructor().newInstance()).hasToString("hello");
      }
    }
  }

  private void zip() throws IOException {
    Path zip = data.resolve("classes.jar");
    try (FileSystem fs = FileSystems.newFileSystem(zip)) {
      assertThat(Files.size(fs.getPath("/p/Hello.class"))).isPositive();
    }
    try (FileSystem fs = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of())) {
      assertThat(fs.isReadOnly()).isTrue();
    }
  }

  private void copies() throws IOException {
    Path copy = Files.copy(data.resolve("lines"), work.resolve("copy"));
    assertThat(Files.mismatch(copy, data.resolve("lines"))).isEqualTo(-1);
    try (FileChannel from = FileChannel.open(data.resolve("lines"));
        var to = Files.newOutputStream(work.resolve("transferred"))) {
      assertThat(from.transferTo(0, from.size(), Channels.newChannel(to))).isEqualTo(from.size());
    }
    assertThat(Files.mismatch(work.resolve("transferred"), copy)).isEqualTo(-1);
  }

  private void changes() throws IOException {
    assertThat(Files.isWritable(data.resolve("lines"))).isFalse();
    Files.createDirectories(data);
    assertThatThrownBy(() -> Files.copy(work.resolve("copy"), data.resolve("copy")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only file system");
  }

  private void cordon() throws IOException {
    CordonFileSystem cordon = CordonFileSystem.of(FileSystems.getDefault());
    Path file = data.resolve("lines");
    assertThat(cordon.memoryUsage().usedBytes()).isGreaterThan(Files.size(file));
    byte[] bytes = Files.readAllBytes(file);
    cordon.memoryFailures().strike(file, 0);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThatThrownBy(cordon::close).isInstanceOf(UnsupportedOperationException.class);
  }
}
