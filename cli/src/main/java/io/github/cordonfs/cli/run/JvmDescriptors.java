package io.github.cordonfs.cli.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file descriptors that are this JVM's own: of its image of classes, and of the jars that this
 * program is made of. They stay open when another program takes its place, unlike others that the
 * JDK opens; what the JVM inherited goes on to that program.
 */
final class JvmDescriptors {

  private final Path home;
  private final List<Path> jars;

  private JvmDescriptors(Path home, List<Path> jars) {
    this.home = home;
    this.jars = jars;
  }

  static JvmDescriptors ofThisProcess() throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      if (Files.isRegularFile(jar)) {
        jars.add(jar.toRealPath());
        addLibraries(jar.toRealPath(), jars);
      }
    }
    return new JvmDescriptors(Path.of(System.getProperty("java.home")).toRealPath(), jars);
  }

  /** Adds what the manifest of the program's jar names. */
  private static void addLibraries(Path jar, List<Path> jars) throws IOException {
    Path lib = jar.resolveSibling("lib");
    if (Files.isDirectory(lib)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(lib, "*.jar")) {
        for (Path each : stream) {
          jars.add(each.toRealPath());
        }
      }
    }
  }

  /** Returns their numbers. */
  List<Integer> list() throws IOException {
    List<Integer> list = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : stream) {
        int descriptor = Integer.parseInt(each.getFileName().toString());
        if (descriptor > 2 && isOwn(each)) {
          list.add(descriptor);
        }
      }
    }
    return list;
  }

  private boolean isOwn(Path link) throws IOException {
    try {
      Path target = Files.readSymbolicLink(link);
      return target.startsWith(home) || jars.contains(target);
    } catch (NoSuchFileException e) {
      return false; // that of the listing itself, or another's that is closed by now
    }
  }
}
