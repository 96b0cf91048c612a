package io.github.cordonfs.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.logging.FileHandler;
import java.util.zip.ZipFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * What goes around the default provider, and so around the overlay: docs/overlay.md has the list.
 * Its JVM has the overlay as default provider, over the path that is its argument, where the disk
 * has nothing.
 */
public final class ProgramAroundOverlay {

  private ProgramAroundOverlay() {}

  public static void main(String[] args) throws Exception {
    Path db = Path.of(args[0]);
    Path file = Files.writeString(db.resolve("file"), "memory");
    javaIo(file);
    processes(file);
    urls(file);
    zips(db.resolve("zip"));
    assertThatThrownBy(() -> new FileHandler(db.resolve("log").toString()).close())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("-Dcordon.overlay");
    assertThat(Files.readString(file)).isEqualTo("memory");
    splitState(file);
    System.out.println("all went around it");
  }

  private static void notFound(ThrowingCallable opening) {
    assertThatThrownBy(opening).isInstanceOf(FileNotFoundException.class);
  }

  private static void javaIo(Path file) {
    String name = file.toString();
    notFound(() -> new FileInputStream(name).close());
    notFound(() -> new FileOutputStream(name).close());
    notFound(() -> new RandomAccessFile(name, "r").close());
    notFound(() -> new RandomAccessFile(name, "rw").close());
    notFound(() -> new FileReader(name, StandardCharsets.UTF_8).close());
    notFound(() -> new FileWriter(name, StandardCharsets.UTF_8).close());
    notFound(() -> new PrintWriter(name, StandardCharsets.UTF_8).close());
    assertThat(new File(name).exists()).isFalse();
    assertThat(new File(name).getParentFile().list()).isNull();
  }

  private static void processes(Path file) throws Exception {
    Process child = new ProcessBuilder("test", "-e", file.toString()).start();
    assertThat(child.waitFor()).isEqualTo(1);
  }

  private static void urls(Path file) throws Exception {
    notFound(() -> file.toUri().toURL().openStream().close());
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {file.getParent().toUri().toURL()}, null)) {
      assertThat(loader.getResource("file")).isNull();
    }
  }

  private static void zips(Path zip) throws Exception {
    try (FileSystem fs = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Files.writeString(fs.getPath("/entry"), "zipped");
    }
    assertThatThrownBy(() -> new ZipFile(zip.toString()).close())
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> new JarFile(zip.toString()).close())
        .isInstanceOf(NoSuchFileException.class);
    URL entry = URI.create("jar:" + zip.toUri() + "!/entry").toURL();
    assertThatThrownBy(() -> entry.openStream().close()).isInstanceOf(NoSuchFileException.class);
  }

  /** With the directory on the disk there are two files of one name. Last: nothing hides that. */
  private static void splitState(Path file) throws Exception {
    File directory = new File(file.getParent().toString());
    assertThat(directory.mkdirs()).isTrue();
    File other = new File(directory, file.getFileName().toString());
    try {
      try (FileWriter writer = new FileWriter(other, StandardCharsets.UTF_8)) {
        writer.write("disk");
      }
      try (FileReader reader = new FileReader(other, StandardCharsets.UTF_8)) {
        assertThat(reader.readAllAsString()).isEqualTo("disk");
      }
      assertThat(Files.readString(file)).isEqualTo("memory");
    } finally {
      assertThat(other.delete()).isTrue();
      assertThat(directory.delete()).isTrue();
    }
  }
}
