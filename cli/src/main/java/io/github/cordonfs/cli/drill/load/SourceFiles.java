package io.github.cordonfs.cli.drill.load;

import io.github.cordonfs.cli.line.Reason;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files under the paths of the command line. The order and the names of what it finds
 * depend on nothing but the paths and the files, so that a seed means the same pages in every run.
 */
public final class SourceFiles {

  private final Consumer<String> skipped;
  private final List<SourceFile> found = new ArrayList<>();

  /** Top names in use: two paths may end alike. */
  private final Set<String> roots = new HashSet<>();

  /** Real paths found already: paths may overlap. */
  private final Set<Path> known = new HashSet<>();

  private SourceFiles(Consumer<String> skipped) {
    this.skipped = skipped;
  }

  /**
   * Finds regular files; symbolic links are followed.
   *
   * @param paths files and directories
   * @param skipped is told the path of what cannot be used, and why
   * @return each file once, sorted by name
   */
  public static List<SourceFile> collect(List<Path> paths, Consumer<String> skipped) {
    SourceFiles files = new SourceFiles(skipped);
    for (Path path : paths) {
      files.collect(path);
    }
    files.found.sort(Comparator.comparing(SourceFile::name));
    return files.found;
  }

  private void collect(Path root) {
    Path last = root.toAbsolutePath().normalize().getFileName();
    String base = last == null ? "root" : last.toString();
    String name = base;
    for (int i = 2; !roots.add(name); i++) {
      name = base + "~" + i;
    }
    try {
      Files.walkFileTree(
          root,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Collector(root, name));
    } catch (IOException | SecurityException e) {
      skip(root, e);
    }
  }

  private void add(String name, Path path, BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      skipped.accept(path + ": not a regular file");
      return;
    }
    if (!Files.isReadable(path)) {
      skipped.accept(path + ": permission denied");
      return;
    }
    try {
      if (known.add(path.toRealPath())) {
        found.add(new SourceFile(name, path, attributes.size()));
      }
    } catch (IOException e) {
      skip(path, e);
    }
  }

  private void skip(Path path, Exception e) {
    skipped.accept(path + ": " + Reason.of(e));
  }

  /** Walks one tree. */
  private final class Collector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final String name;

    Collector(Path root, String name) {
      this.root = root;
      this.name = name;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String relative = root.relativize(file).toString().replace('\\', '/');
      add(relative.isEmpty() ? name : name + "/" + relative, file, attributes);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      skip(file, e);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
      if (e != null) {
        skip(directory, e);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
