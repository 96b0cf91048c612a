package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.testkit.FaultDisk;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a JVM with the overlay: does what it is asked to on its standard input, and
 * answers on its standard output.
 */
final class ProgramMain {

  private final ObjectOutputStream replies;

  private ProgramMain(ObjectOutputStream replies) {
    this.replies = replies;
  }

  /** For {@link ProgramJvm}. */
  public static void main(String[] args) throws Exception {
    ObjectOutputStream replies = new ObjectOutputStream(new FileOutputStream(FileDescriptor.out));
    replies.flush();
    System.setOut(lines(_ -> {}));
    try (ObjectInputStream tasks = new ObjectInputStream(new FileInputStream(FileDescriptor.in))) {
      System.setIn(InputStream.nullInputStream());
      ProgramMain main = new ProgramMain(replies);
      while (true) {
        switch ((ProgramTask) tasks.readObject()) {
          case ProgramTask.Record(Program program, MappedForce taken) ->
              main.record(program, taken);
          case ProgramTask.Check(Program program, DiskImage image, List<String> promises) ->
              main.check(program, image, promises);
        }
      }
    } catch (EOFException _) {
      // Nothing more is wanted; threads that the program left behind must not keep this alive.
      Runtime.getRuntime().halt(0);
    }
  }

  private synchronized void reply(@Nullable RecordedLog log, @Nullable ProgramFailure failure) {
    try {
      replies.reset();
      replies.writeObject(new ProgramReply(log, failure));
      replies.flush();
    } catch (IOException e) {
      throw new IllegalStateException("nobody listens any more", e);
    }
  }

  /** Each line that the program prints is a promise. It may end by {@link System#exit}, too. */
  private void record(Program program, MappedForce taken) throws IOException {
    FaultDisk disk = FaultDisk.ofOverlay();
    DiskLog log = disk.unseen(() -> new DiskLog(disk.observed().getPath("/"), taken));
    AtomicBoolean done = new AtomicBoolean();
    Consumer<@Nullable ProgramFailure> end =
        failure -> {
          if (done.compareAndSet(false, true)) {
            log.seal();
            reply(log.recorded(), failure);
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end.accept(null)));
    System.setOut(lines(log::promise));
    disk.observe(log);
    end.accept(run(program, List.of(), ClassLoader.getSystemClassLoader()));
  }

  /** What the program is given besides its arguments is what had been promised. */
  private void check(Program program, DiskImage image, List<String> promises) throws IOException {
    CordonFileSystem disk = CordonFileSystem.of(FileSystems.getDefault());
    clear(disk.getPath("/"));
    image.writeTo(disk);
    // With classes of its own, as in a JVM that was just started.
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      reply(null, run(program, promises, loader));
    }
  }

  private static @Nullable ProgramFailure run(
      Program program, List<String> more, ClassLoader loader) {
    List<String> arguments = new ArrayList<>(program.arguments());
    arguments.addAll(more);
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Method main =
          Class.forName(program.mainClass(), true, loader).getMethod("main", String[].class);
      // As the launcher of the JDK does: the class need not be public.
      main.setAccessible(true);
      main.invoke(null, (Object) arguments.toArray(new String[0]));
      return null;
    } catch (InvocationTargetException e) {
      return ProgramFailure.of(e.getTargetException());
    } catch (ReflectiveOperationException e) {
      return ProgramFailure.of(e);
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    String[] parts = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    URL[] urls = new URL[parts.length];
    for (int i = 0; i < parts.length; i++) {
      urls[i] = new File(parts[i]).toURI().toURL();
    }
    return urls;
  }

  private static void clear(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      found.forEach(children::add);
    }
    for (Path each : children) {
      if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        clear(each);
      }
      Files.delete(each);
    }
  }

  /** Returns a stream that hands on whole lines. */
  private static PrintStream lines(Consumer<String> told) {
    OutputStream bytes =
        new OutputStream() {
          private final ByteArrayOutputStream line = new ByteArrayOutputStream();

          @Override
          public synchronized void write(int b) {
            if (b == '\n') {
              told.accept(line.toString(StandardCharsets.UTF_8).stripTrailing());
              line.reset();
            } else {
              line.write(b);
            }
          }
        };
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
