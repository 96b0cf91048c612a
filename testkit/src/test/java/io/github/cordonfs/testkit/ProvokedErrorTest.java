package io.github.cordonfs.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An injected exception is the one that the JDK throws when the kernel reports that error. */
class ProvokedErrorTest {

  @TempDir Path directory;

  /** An operation that fails. */
  private interface Operation {
    void run(Path path) throws Exception;
  }

  @Test
  void enospcOfAWrite() {
    Operation write =
        path -> {
          try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(10));
          }
        };
    same(Path.of("/dev/full"), FileOp.WRITE, Errno.ENOSPC, write, write);
  }

  @Test
  void eioOfARead() {
    Operation read =
        path -> {
          try (FileChannel channel = FileChannel.open(path)) {
            channel.read(ByteBuffer.allocate(10));
          }
        };
    // Nothing is mapped at address 0 of any process.
    same(Path.of("/proc/self/mem"), FileOp.READ, Errno.EIO, read, read);
  }

  @Test
  void enoentOfOpenListAttributesAndDelete() {
    Path missing = directory.resolve("missing");
    for (var each : List.of(FileOp.OPEN, FileOp.LIST, FileOp.READ_ATTRIBUTES, FileOp.DELETE)) {
      same(missing, each, Errno.ENOENT, path -> apply(each, path), path -> apply(each, path));
    }
  }

  @Test
  void eexistOfACreatedDirectoryAndFile() throws IOException {
    Path there = Files.createDirectory(directory.resolve("there"));
    same(
        there,
        FileOp.CREATE_DIRECTORY,
        Errno.EEXIST,
        Files::createDirectory,
        path -> Files.createDirectory(path.resolveSibling("there")));
    Path file = Files.createFile(directory.resolve("file"));
    same(file, FileOp.OPEN, Errno.EEXIST, Files::createFile, Files::createFile);
  }

  @Test
  void enotdirOfAListing() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    same(file, FileOp.LIST, Errno.ENOTDIR, ProvokedErrorTest::list, ProvokedErrorTest::list);
  }

  private static void list(Path path) throws IOException {
    try (var stream = Files.newDirectoryStream(path)) {
      assertThat(stream).isNotNull();
    }
  }

  @Test
  void enotdirOnTheWayToAFile() throws IOException {
    Path below = Files.createFile(directory.resolve("file")).resolve("below");
    Operation open = path -> FileChannel.open(path, StandardOpenOption.READ).close();
    same(below, FileOp.OPEN, Errno.ENOTDIR, open, open);
  }

  @Test
  void enotemptyOfADirectory() throws IOException {
    Files.createDirectories(directory.resolve("full/inner"));
    same(directory.resolve("full"), FileOp.DELETE, Errno.ENOTEMPTY, Files::delete, Files::delete);
  }

  @Test
  void enoentOfAMoveNamesBoth() {
    Operation move = path -> Files.move(path, path.resolveSibling("target"));
    same(directory.resolve("missing"), FileOp.MOVE, Errno.ENOENT, move, move);
  }

  @Test
  void emfileOfAnOpen() throws Exception {
    String provoked = inJvm("ulimit -n 40;", OpensUntilItFails.class);
    FileSystemException injected =
        new FileSystemException("/dev/null", null, Errno.EMFILE.message());
    assertThat(provoked.strip()).isEqualTo(describe(injected));
    IOException ours = Errno.EMFILE.onPath(FileOp.OPEN, "/dev/null", null);
    assertThat(describe(ours)).isEqualTo(describe(injected));
  }

  @Test
  void emfileOfAListing() throws Exception {
    String provoked = inJvm("ulimit -n 40;", ListsUntilItFails.class, directory);
    assertThat(provoked.strip())
        .isEqualTo(describe(Errno.EMFILE.onPath(FileOp.LIST, directory.toString(), null)));
  }

  @Test
  void efbigOfAWrite() throws Exception {
    String provoked =
        inJvm("trap '' XFSZ; ulimit -f 8;", WritesUntilItFails.class, directory.resolve("large"));
    assertThat(provoked.strip()).isEqualTo(describe(Errno.EFBIG.onChannel(FileOp.WRITE)).strip());
  }

  @Test
  void theMessagesAreThoseOfTheCLibrary() throws Exception {
    for (Errno each : Errno.values()) {
      assertThat(each.message()).isEqualTo(Strerror.of(each.name())).isNotEmpty();
    }
  }

  /** A program that opens files. */
  static final class OpensUntilItFails {
    private static final List<FileChannel> OPEN = new ArrayList<>();

    public static void main(String[] args) {
      try {
        // Loads what printing needs, before there is no descriptor for it.
        describe(new FileSystemException("none"));
        while (true) {
          OPEN.add(FileChannel.open(Path.of("/dev/null")));
        }
      } catch (IOException e) {
        System.out.println(describe(e));
      }
    }
  }

  /** A program that lists a directory again and again, and closes nothing. */
  static final class ListsUntilItFails {
    private static final List<java.nio.file.DirectoryStream<Path>> OPEN = new ArrayList<>();

    @SuppressWarnings("StreamResourceLeak") // Until there are no more.
    public static void main(String[] args) {
      try {
        describe(new FileSystemException("none"));
        while (true) {
          OPEN.add(Files.newDirectoryStream(Path.of(args[0])));
        }
      } catch (IOException e) {
        System.out.println(describe(e));
      }
    }
  }

  /** A program that writes a large file. */
  static final class WritesUntilItFails {
    public static void main(String[] args) throws IOException {
      try (FileChannel channel =
          FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        while (true) {
          channel.write(ByteBuffer.allocate(512));
        }
      } catch (IOException e) {
        System.out.println(describe(e));
      }
    }
  }

  private static String inJvm(String limits, Class<?> main, Path... args) throws Exception {
    String command =
        limits
            + " exec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
            + System.getProperty("java.class.path")
            + "' '"
            + main.getName()
            + "' "
            + (args.length == 0 ? "" : "'" + args[0] + "'");
    Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Provokes an error in the default file system, and has the same operation fail by a rule. */
  private void same(Path path, FileOp op, Errno errno, Operation provoking, Operation injected) {
    Throwable real = thrownBy(provoking, path);
    assertThat(real).as("the real one").isInstanceOf(IOException.class);
    FaultFileSystem faulty = FaultFileSystem.over(FileSystems.getDefault());
    faulty.faults().on("**").op(op).fail(errno);
    Throwable ours = thrownBy(injected, faulty.wrap(path));
    assertThat(describe(ours)).isEqualTo(describe(real));
    assertThat(faulty.faults().fired()).isNotEmpty();
  }

  private static Throwable thrownBy(Operation operation, Path path) {
    try {
      operation.run(path);
      return null;
    } catch (Exception e) {
      return e;
    }
  }

  private static void apply(FileOp op, Path path) throws IOException {
    switch (op) {
      case OPEN -> FileChannel.open(path).close();
      case LIST -> list(path);
      case READ_ATTRIBUTES -> Files.size(path);
      case DELETE -> Files.delete(path);
      default -> throw new IllegalArgumentException(op.toString());
    }
  }

  private static String describe(Throwable e) {
    String files =
        e instanceof FileSystemException named
            ? named.getFile() + " " + named.getOtherFile() + " " + named.getReason()
            : "";
    return e.getClass().getName() + " | " + e.getMessage() + " | " + files;
  }
}
