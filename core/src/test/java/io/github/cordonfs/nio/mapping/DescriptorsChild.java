package io.github.cordonfs.nio.mapping;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.nio.ChildJvm;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** A process that has no file descriptor left when it maps for the first time. */
final class DescriptorsChild {

  private static final int PAGE = 4096;

  private DescriptorsChild() {}

  /** The last line that it prints is {@code done}. */
  public static void main(String[] args) throws Exception {
    ChildJvm.makeBeanServer();
    loadClasses();
    try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).build())) {
      Path path = fs.getPath("/file");
      Files.writeString(path, "x".repeat(PAGE));
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        int before = descriptors().size();
        Deque<Closeable> hogs = takeAll();
        // Without a descriptor, and then with one more each time: for one file, for both, and for
        // the channel on the memory.
        int refused = 0;
        while (!tryMap(channel)) {
          refused++;
          hogs.pop().close();
        }
        for (Closeable hog : hogs) {
          hog.close();
        }
        System.out.println("refused " + refused);
        check(tryMap(channel), "mapped again");
        List<String> after = descriptors();
        check(after.size() == before + 3, "three descriptors more than " + before + ": " + after);
      }
    }
    // Those of the files stay.
    check(descriptors().size() == 2, "two descriptors afterwards: " + descriptors());
    System.out.println("done");
  }

  private static boolean tryMap(FileChannel channel) {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment map = channel.map(MapMode.READ_ONLY, 0, PAGE, arena);
      check(map.get(ValueLayout.JAVA_BYTE, 0) == 'x', "content");
      return true;
    } catch (IOException e) {
      System.out.println(e.getMessage());
      return false;
    }
  }

  private static Deque<Closeable> takeAll() {
    Deque<Closeable> hogs = new ArrayDeque<>();
    while (true) {
      try {
        hogs.push(new FileInputStream("/dev/null"));
      } catch (IOException e) {
        return hogs;
      }
    }
  }

  /** What the descriptors of this process are of. */
  private static List<String> descriptors() throws IOException {
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      return links.map(DescriptorsChild::target).filter(name -> name.contains("memfd")).toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "gone";
    }
  }

  /** Classes in directories take a descriptor to be loaded: not what is looked at here. */
  private static void loadClasses() throws Exception {
    Path classes =
        Path.of(Cordon.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isDirectory(classes)) {
      return;
    }
    try (Stream<Path> files = Files.walk(classes.resolve("io/github/cordonfs"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = classes.relativize(file).toString().replace('/', '.');
        if (name.endsWith(".class") && !name.endsWith("-info.class")) {
          Class.forName(
              name.substring(0, name.length() - ".class".length()),
              false,
              DescriptorsChild.class.getClassLoader());
        }
      }
    }
  }

  private static void check(boolean fact, String what) {
    if (!fact) {
      throw new AssertionError(what);
    }
  }
}
