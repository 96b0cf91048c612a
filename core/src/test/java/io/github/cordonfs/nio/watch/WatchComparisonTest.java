package io.github.cordonfs.nio.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same script on the default file system, where the JDK's watch service reads inotify, and on
 * Cordon: the same events in the same order. Not in the scripts: several names of one file that is
 * written, and writes to a file that has lost its name, which inotify reports under the lost name
 * and Cordon not at all, since there is no such entry. How often an event came is not compared: how
 * much of a write is one event depends on who is faster, the writer or the JDK's thread.
 */
@EnabledOnOs(OS.LINUX)
class WatchComparisonTest {

  private static final String END = "end-of-script";

  @TempDir private Path real;

  /** What is done in two watched directories, {@code a} and {@code b}, and one that is not. */
  interface Script {
    void run(Path a, Path b, Path c) throws IOException;
  }

  record Named(String name, Script script) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Named> scripts() {
    return Stream.of(
        new Named("create", (a, _, _) -> Files.createFile(a.resolve("f"))),
        new Named("write a new file", (a, _, _) -> Files.write(a.resolve("f"), new byte[9])),
        new Named(
            "write to a file that is there",
            (a, _, c) -> {
              Path f = Files.move(Files.write(c.resolve("f"), new byte[9]), a.resolve("f"));
              Files.write(f, new byte[3], StandardOpenOption.WRITE);
              Files.write(f, new byte[3]);
            }),
        new Named(
            "delete",
            (a, _, _) -> {
              Files.delete(Files.createFile(a.resolve("f")));
              Files.delete(Files.createDirectory(a.resolve("d")));
            }),
        new Named("directory", (a, _, _) -> Files.createDirectory(a.resolve("d"))),
        new Named("symbolic link", (a, _, _) -> Files.createSymbolicLink(a.resolve("l"), a)),
        new Named(
            "hard link",
            (a, b, c) -> {
              Path f = Files.createFile(c.resolve("f"));
              Files.createLink(a.resolve("l"), f);
              Files.createLink(b.resolve("l"), f);
              Files.delete(a.resolve("l"));
            }),
        new Named(
            "rename", (a, _, _) -> Files.move(Files.createFile(a.resolve("f")), a.resolve("g"))),
        new Named(
            "rename to another directory and out of sight",
            (a, b, c) -> {
              Path f = Files.move(Files.createFile(a.resolve("f")), b.resolve("g"));
              Files.move(f, c.resolve("h"));
              Files.move(c.resolve("h"), a.resolve("f"));
            }),
        new Named(
            "rename over",
            (a, b, _) -> {
              Files.createFile(a.resolve("f"));
              Files.createFile(b.resolve("g"));
              Files.move(a.resolve("f"), b.resolve("g"), StandardCopyOption.ATOMIC_MOVE);
            }),
        new Named(
            "rename a directory",
            (a, b, _) -> {
              Path d = Files.createDirectory(a.resolve("d"));
              Files.createFile(d.resolve("inside"));
              Files.move(d, b.resolve("e"));
            }),
        new Named(
            "attributes",
            (a, _, _) -> {
              Path f = Files.createFile(a.resolve("f"));
              Files.createFile(a.resolve("g"));
              Files.setLastModifiedTime(f, FileTime.fromMillis(9));
              Files.setPosixFilePermissions(
                  a.resolve("g"), PosixFilePermissions.fromString("rw-------"));
            }),
        new Named(
            "attributes of a directory",
            (a, _, _) -> {
              Path d = Files.createDirectory(a.resolve("d"));
              Files.setPosixFilePermissions(d, PosixFilePermissions.fromString("rwx------"));
            }),
        new Named(
            "what happens below",
            (a, _, _) -> {
              Path d = Files.createDirectory(a.resolve("d"));
              Files.write(d.resolve("f"), new byte[1]);
              Files.delete(d.resolve("f"));
            }),
        new Named(
            "truncate",
            (a, _, c) -> {
              Path f = Files.move(Files.write(c.resolve("f"), new byte[9]), a.resolve("f"));
              Files.createFile(a.resolve("g"));
              try (var channel = Files.newByteChannel(f, StandardOpenOption.WRITE)) {
                channel.truncate(3);
              }
            }),
        new Named(
            "open an empty file to cut it off",
            (a, _, _) -> {
              Path f = Files.createFile(a.resolve("f"));
              Files.createFile(a.resolve("g"));
              Files.newOutputStream(f).close();
            }),
        new Named(
            "read",
            (a, _, c) -> {
              Files.move(Files.write(c.resolve("f"), new byte[9]), a.resolve("f"));
              Files.readAllBytes(a.resolve("f"));
              Files.size(a.resolve("f"));
            }));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  @Tag("S33")
  void theEventsAreThoseOfTheJdksService(Named script) throws Exception {
    List<String> expected = record(real, script.script);
    try (FileSystem fs = Cordon.newFileSystem()) {
      assertThat(record(fs.getPath("/"), script.script)).isEqualTo(expected).isNotNull();
    }
  }

  /** Returns the events of each directory, up to the last one, which ends the script. */
  private static List<String> record(Path parent, Script script) throws Exception {
    Map<WatchKey, List<String>> seen = new HashMap<>();
    Path a = Files.createDirectory(parent.resolve("a"));
    Path b = Files.createDirectory(parent.resolve("b"));
    Path c = Files.createDirectory(parent.resolve("c"));
    try (WatchService watcher = parent.getFileSystem().newWatchService()) {
      for (Path watched : List.of(a, b)) {
        WatchKey key = watched.register(watcher, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY);
        seen.put(key, new ArrayList<>());
      }
      script.run(a, b, c);
      Files.createFile(a.resolve(END));
      Files.createFile(b.resolve(END));
      int ends = 0;
      while (ends < seen.size()) {
        WatchKey key = watcher.take();
        List<String> events = seen.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
          String text = event.kind().name() + " " + event.context();
          // Repeated events are counted or not: see above. A modification is counted even after
          // others, as long as nobody has fetched the first: the JDK's thread may be too slow for
          // that.
          boolean repeated =
              event.kind().equals(ENTRY_MODIFY)
                  ? events.contains(text)
                  : !events.isEmpty() && events.getLast().equals(text);
          if (!repeated) {
            events.add(text);
          }
          if (text.endsWith(END)) {
            ends++;
          }
        }
        key.reset();
      }
      List<String> result = new ArrayList<>();
      seen.forEach((key, events) ->
          events.forEach(e ->
              result.add(
                  key.watchable().toString().substring(parent.toString().length()).replace("/", "")
                      + ": "
                      + e)));
      result.sort((x, y) -> Character.compare(x.charAt(0), y.charAt(0)));
      return result;
    }
  }
}
