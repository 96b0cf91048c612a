package io.github.cordonfs.backing;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.nio.mount.MountedFileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Prints whether files behind an overlay are read by system call, and whether a path of the overlay
 * itself is, which is none of the operating system. Run in a JVM whose default provider is an
 * overlay that shows the disk.
 */
public final class ReadsBySystemCall {

  private ReadsBySystemCall() {}

  public static void main(String[] args) {
    MountedFileSystem mount = (MountedFileSystem) CordonFileSystem.of(FileSystems.getDefault());
    Path onDisk = mount.mounted().getFirst();
    System.out.println(onDisk.equals(Path.of(args[0])) + " " + onDisk);
    System.out.println(SystemFile.isPossible(onDisk));
    System.out.println(SystemFile.isPossible(Path.of(args[0])));
  }
}
