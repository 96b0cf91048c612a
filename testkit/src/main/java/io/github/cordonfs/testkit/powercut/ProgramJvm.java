package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.Cordon;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A JVM with the overlay, which runs programs. For one thread at a time. */
final class ProgramJvm implements AutoCloseable {

  /** By its name, as it is there for the JDK alone. */
  private static final String OVERLAY = "io.github.cordonfs.overlay.OverlayFileSystemProvider";

  private final Process process;
  private final ObjectOutputStream tasks;
  private final ObjectInputStream replies;

  private ProgramJvm(Process process, ObjectOutputStream tasks, ObjectInputStream replies) {
    this.process = process;
    this.tasks = tasks;
    this.replies = replies;
  }

  /**
   * Starts one.
   *
   * @param directories absolute paths of the overlay
   * @param size of the disk, as in {@code CordonOptions}
   */
  static ProgramJvm start(List<Path> directories, String size) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Djava.nio.file.spi.DefaultFileSystemProvider=" + OVERLAY,
                "-Dcordon.overlay="
                    + directories.stream().map(Path::toString).collect(Collectors.joining(",")),
                "-Dcordon.overlay.size=" + size,
                "-cp",
                classPath(),
                ProgramMain.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      ObjectOutputStream tasks = new ObjectOutputStream(process.getOutputStream());
      tasks.flush();
      return new ProgramJvm(process, tasks, new ObjectInputStream(process.getInputStream()));
    } catch (IOException e) {
      process.destroyForcibly();
      throw new IOException("a JVM with the overlay did not start, see its standard error", e);
    }
  }

  /** Returns where the classes of this JVM are, be it on a class path or a module path. */
  private static String classPath() {
    Set<String> all = new LinkedHashSet<>();
    for (Class<?> each : List.of(ProgramMain.class, Cordon.class)) {
      try {
        all.add(
            Path.of(
                    Objects.requireNonNull(each.getProtectionDomain().getCodeSource())
                        .getLocation()
                        .toURI())
                .toString());
      } catch (URISyntaxException e) {
        throw new IllegalStateException("no place on the disk has " + each, e);
      }
    }
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      String path = System.getProperty(property, "");
      if (!path.isEmpty()) {
        all.addAll(List.of(path.split(File.pathSeparator, -1)));
      }
    }
    return String.join(File.pathSeparator, all);
  }

  /** Gives it something to do; false if it has ended and does nothing any more. */
  boolean begins(ProgramTask task) {
    try {
      tasks.reset();
      tasks.writeObject(task);
      tasks.flush();
      return read() instanceof ProgramReply.Begun;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Waits until it has done it.
   *
   * @return its answer; null if it ended by itself with exit status 0
   * @throws ProgramFailure if it ended with another
   */
  @Nullable ProgramReply answer() throws IOException, ProgramFailure, InterruptedException {
    try {
      return read();
    } catch (EOFException _) {
      int status = process.waitFor();
      if (status != 0) {
        throw new ProgramFailure("the program ended with exit status " + status);
      }
      return null;
    }
  }

  private ProgramReply read() throws IOException {
    try {
      return (ProgramReply) replies.readObject();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("another version of the kit answered", e);
    }
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      replies.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
