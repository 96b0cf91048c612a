package io.github.cordonfs.nio;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Has a class of a loader of its own use everything first, from a thread that has all that a thread
 * can inherit; then waits until the loader is collected, while the threads that were started then
 * have work.
 */
final class FirstUserChild {

  private FirstUserChild() {}

  /** Loads the user anew, and all else from its parent. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(FirstUserChild.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(User.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** The first user. */
  public static final class User implements Runnable {

    private static final InheritableThreadLocal<Object> INHERITABLE =
        new InheritableThreadLocal<>();

    /** Made by name. */
    public User() {}

    private static final class Group extends ThreadGroup {
      Group() {
        super("of the first user");
      }
    }

    @Override
    public void run() {
      Thread thread = new Thread(new Group(), this::use);
      thread.setContextClassLoader(User.class.getClassLoader());
      thread.start();
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private void use() {
      INHERITABLE.set(new User());
      CordonOptions options = CordonOptions.builder().size(8 << 20).injection(true).build();
      try (CordonFileSystem fs = Cordon.newFileSystem(options);
          Arena arena = Arena.ofShared();
          AsynchronousFileChannel channel =
              AsynchronousFileChannel.open(fs.getPath("/a"), CREATE, READ, WRITE);
          WatchService watches = fs.newWatchService()) {
        fs.memoryFailures().addListener(event -> INHERITABLE.set(event));
        fs.getPath("/").register(watches, StandardWatchEventKinds.ENTRY_CREATE);
        Path file = Files.write(fs.getPath("/f"), new byte[4 << 20]);
        channel.write(arena.allocate(10).asByteBuffer(), 0).get();
        Files.setAttribute(file, "user:a", new byte[1]);
        fs.memoryFailures().strike(file, 5000);
        URI uri = file.toUri();
        try (InputStream in = uri.toURL().openStream()) {
          in.read();
        }
        Files.delete(file);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      try (FileSystem named =
          java.nio.file.FileSystems.newFileSystem(
              URI.create("cordon://first"), Map.of("size", "4m"))) {
        Files.createFile(named.getPath("/f"));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static WeakReference<ClassLoader> use() throws ReflectiveOperationException {
    ClassLoader loader = new Loader();
    Class<?> user = loader.loadClass(User.class.getName());
    if (user == User.class) {
      throw new AssertionError("not loaded anew");
    }
    ((Runnable) user.getDeclaredConstructor().newInstance()).run();
    return new WeakReference<>(loader);
  }

  public static void main(String[] arguments) throws Exception {
    // The JDK's own: the log has a thread that keeps its first user's group.
    System.getLogger("a test").log(System.Logger.Level.DEBUG, "nothing");
    WeakReference<ClassLoader> first = use();
    // The threads have work as long as there is a file system that scans, and a file that is
    // written.
    try (CordonFileSystem fs =
        Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).build())) {
      Path file = fs.getPath("/f");
      while (first.get() != null) {
        Files.write(file, new byte[1]);
        System.gc();
        LockSupport.parkNanos(1_000_000);
      }
      System.out.println("the first user is gone");
    }
  }
}
