package io.github.cordonfs.events;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a file system and strikes a file in it; prints the outcome. */
final class SmallRuntimeChild {

  private SmallRuntimeChild() {}

  public static void main(String[] args) throws IOException {
    CollapseRecord.begin().commit("/f", 0, "JOINED");
    SoftOfflineRecord.begin().commit(1, 2, "/f", 0, "MOVED");
    CordonOptions options = CordonOptions.builder().size(8 << 20).injection(true).build();
    try (CordonFileSystem fs = Cordon.newFileSystem(options)) {
      Path file = Files.write(fs.getPath("/f"), new byte[10]);
      System.out.println(fs.memoryFailures().strike(file, 0).outcome());
    }
  }
}
