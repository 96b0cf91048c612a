package io.github.cordonfs.conformance.differential;

import io.github.cordonfs.conformance.peers.Attempt;
import io.github.cordonfs.conformance.peers.Outcome;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a walk through a tree visits, and goes on whatever it meets. */
final class RecordingVisitor implements FileVisitor<Path> {

  private final List<String> visited = new ArrayList<>();

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    visited.add(directory + " (");
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String kind = attributes.isDirectory() ? "d" : attributes.isSymbolicLink() ? "l" : "f";
    visited.add(file + " " + kind);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    visited.add(file + " " + reason(failure));
    return FileVisitResult.CONTINUE;
  }

  /** Loops of links have an exception of their own, which not everybody uses. */
  private static String reason(IOException failure) {
    Attempt again =
        () -> {
          throw failure;
        };
    return String.valueOf(failure.getMessage()).contains(": Too many levels of symbolic links")
            || failure instanceof FileSystemLoopException
        ? "loop"
        : Outcome.of(again).toString();
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
    visited.add(directory + " )" + (failure == null ? "" : failure.toString()));
    return FileVisitResult.CONTINUE;
  }

  /** Returns what was visited, without the order, which no file system promises. */
  List<String> sorted() {
    List<String> sorted = new ArrayList<>(visited);
    Collections.sort(sorted);
    return sorted;
  }
}
