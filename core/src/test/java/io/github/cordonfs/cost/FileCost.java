package io.github.cordonfs.cost;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.ObjectName;

/** Makes many files of 100 bytes and prints what each costs. Runs in a JVM of its own. */
final class FileCost {

  private static final int FILES_IN_A_DIRECTORY = 1000;

  private FileCost() {}

  public static void main(String[] args) throws Exception {
    int files = Integer.parseInt(args[0]);
    CordonOptions options =
        CordonOptions.builder()
            .size((files + 1L) * 4096)
            .huge(HugePolicy.valueOf(args[1]))
            .physicalHugePages(false)
            .build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options)) {
      byte[] content = new byte[100];
      Files.write(fs.getPath("/first"), content); // classes and threads that come with the first
      awaitBean(fs); // the last that comes with the first, in the background
      long before = usedHeap();
      Path directory = fs.getPath("/");
      for (int i = 0; i < files; i++) {
        if (i % FILES_IN_A_DIRECTORY == 0) {
          directory = Files.createDirectory(fs.getPath("/" + i));
        }
        Files.write(directory.resolve("file-" + i), content);
      }
      long heap = usedHeap() - before;
      long frames = fs.memoryUsage().usedBytes() / 4096 - 1;
      System.out.println(frames + " frames, " + heap / files + " bytes of heap a file");
    }
  }

  private static void awaitBean(CordonFileSystem fs) throws Exception {
    ObjectName name = new ObjectName("io.github.cordonfs:type=FileSystem,name=" + fs.name());
    while (!ManagementFactory.getPlatformMBeanServer().isRegistered(name)) {
      Thread.sleep(10);
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
