package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.testkit.FaultDisk;
import io.github.cordonfs.testkit.FileOp;
import java.io.EOFException;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a JVM with the overlay: does what it is asked to on its standard input, and
 * answers on its standard output. A program may end the JVM by {@link System#exit}: then it answers
 * on the way out.
 */
final class ProgramMain {

  private final ObjectOutputStream replies;
  private final FaultDisk disk;

  /** What the overlay has at first: its directories. */
  private final DiskImage empty;

  /** What is still to be answered. Guarded by this object's monitor. */
  private @Nullable Answer pending;

  private ProgramMain(ObjectOutputStream replies) throws IOException {
    this.replies = replies;
    this.disk = FaultDisk.ofOverlay();
    this.empty = image();
  }

  /** Makes the answer when the program has ended. */
  private interface Answer {
    ProgramReply make(@Nullable Throwable failure, boolean ends) throws IOException;
  }

  /** For {@link ProgramJvm}. */
  public static void main(String[] args) throws Exception {
    ObjectOutputStream replies = new ObjectOutputStream(new FileOutputStream(FileDescriptor.out));
    replies.flush();
    System.setOut(PrintedLines.to(_ -> {}));
    try (ObjectInputStream tasks = new ObjectInputStream(new FileInputStream(FileDescriptor.in))) {
      System.setIn(InputStream.nullInputStream());
      ProgramMain main = new ProgramMain(replies);
      Runtime.getRuntime().addShutdownHook(new Thread(main::answerOnTheWayOut));
      while (true) {
        ProgramTask task = (ProgramTask) tasks.readObject();
        main.send(new ProgramReply.Begun());
        switch (task) {
          case ProgramTask.Recorded(Program program, MappedForce taken) ->
              main.record(program, taken);
          case ProgramTask.Faulty(Program program, @Nullable PlannedFault fault) ->
              main.runWith(fault, program);
          case ProgramTask.Check(Program program, DiskImage image, List<String> promises) ->
              main.check(program, image, promises);
        }
      }
    } catch (EOFException _) {
      // Nothing more is wanted; threads that a program left behind must not keep this alive.
      Runtime.getRuntime().halt(0);
    }
  }

  private void send(ProgramReply reply) throws IOException {
    replies.reset();
    replies.writeObject(reply);
    replies.flush();
  }

  private synchronized void expect(Answer answer) {
    pending = answer;
  }

  private synchronized void answer(@Nullable Throwable failure, boolean ends) throws IOException {
    Answer answer = pending;
    pending = null;
    if (answer != null) {
      send(answer.make(failure, ends));
    }
  }

  private void answerOnTheWayOut() {
    try {
      answer(null, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each line that the program prints is a promise. */
  private void record(Program program, MappedForce taken) throws IOException {
    DiskLog log = disk.unseen(() -> new DiskLog(disk.observed().getPath("/"), taken));
    expect((failure, _) -> {
      log.seal();
      disk.observe(null);
      return new ProgramReply.Recorded(log.recorded(), of(failure));
    });
    System.setOut(PrintedLines.to(log::promise));
    disk.observe(log);
    answer(run(program, List.of()), false);
  }

  private void runWith(@Nullable PlannedFault fault, Program program) throws IOException {
    fill(empty);
    List<FileOp> operations = new CopyOnWriteArrayList<>();
    List<String> promises = new CopyOnWriteArrayList<>();
    int before = disk.faults().fired().size();
    expect((failure, ends) -> {
      disk.faults().tap(null);
      disk.faults().disarm();
      List<String> fired = disk.faults().fired();
      return new ProgramReply.Ran(
          List.copyOf(operations),
          List.copyOf(fired.subList(before, fired.size())),
          of(failure),
          failure instanceof IOException || failure instanceof UncheckedIOException,
          image(),
          List.copyOf(promises),
          ends);
    });
    System.setOut(PrintedLines.to(promises::add));
    if (fault == null) {
      disk.faults().tap(operations::add);
    } else {
      var _ = fault.arm(disk);
    }
    answer(run(program, List.of()), false);
  }

  /**
   * What the program is given besides its arguments is what had been promised. If it ends the JVM,
   * the exit status is the answer.
   */
  private void check(Program program, DiskImage image, List<String> promises) throws IOException {
    fill(image);
    System.setOut(PrintedLines.to(_ -> {}));
    send(new ProgramReply.Checked(of(run(program, promises))));
  }

  private static @Nullable ProgramFailure of(@Nullable Throwable failure) {
    return failure == null ? null : ProgramFailure.of(failure);
  }

  /** Runs a program with classes of its own, as in a JVM that was just started. */
  private static @Nullable Throwable run(Program program, List<String> more) throws IOException {
    List<String> arguments = new ArrayList<>(program.arguments());
    arguments.addAll(more);
    try (URLClassLoader loader =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      Method main =
          Class.forName(program.mainClass(), true, loader).getMethod("main", String[].class);
      // As the launcher of the JDK does: the class need not be public.
      main.setAccessible(true);
      main.invoke(null, (Object) arguments.toArray(new String[0]));
      return null;
    } catch (InvocationTargetException e) {
      return Objects.requireNonNullElse(e.getTargetException(), e);
    } catch (ReflectiveOperationException e) {
      return e;
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

  /** Returns what is on the disk. */
  private DiskImage image() throws IOException {
    DiskLog log = disk.unseen(() -> new DiskLog(disk.observed().getPath("/")));
    return ImageBuilder.build(log, List.of(), new CrashState(0, List.of()));
  }

  private void fill(DiskImage image) throws IOException {
    disk.unseen(() -> {
      clear(disk.observed().getPath("/"));
      image.writeTo(disk.observed());
      return "";
    });
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
}
