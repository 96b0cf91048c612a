package io.github.cordonfs.nio.watch;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;

/** A JVM in which a watch key keeps three events. */
final class WatchLimitChild {

  private WatchLimitChild() {}

  public static void main(String[] arguments) throws IOException {
    System.setProperty("jdk.nio.file.WatchService.maxEventsPerPoll", "3");
    try (FileSystem fs = Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).build())) {
      Path root = fs.getPath("/");
      WatchKey key = root.register(fs.newWatchService(), ENTRY_CREATE);
      create(root, 0, 3);
      print(key);
      create(root, 3, 8);
      print(key);
      create(root, 8, 10);
      print(key);
    }
  }

  private static void create(Path directory, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      Files.createFile(directory.resolve(Integer.toString(i)));
    }
  }

  private static void print(WatchKey key) {
    System.out.println(
        key.pollEvents().stream().map(event -> event.kind() + " " + event.context()).toList());
  }
}
