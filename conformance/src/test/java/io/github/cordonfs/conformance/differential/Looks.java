package io.github.cordonfs.conformance.differential;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Operations that look at names and change nothing. */
final class Looks {

  private Looks() {}

  /** Questions about one path. */
  enum Question {
    READ_SYMBOLIC_LINK {
      @Override
      Object ask(Path path) throws Exception {
        return Files.readSymbolicLink(path).toString();
      }
    },
    REAL_PATH {
      @Override
      Object ask(Path path) throws Exception {
        return path.toRealPath().toString();
      }
    },
    REAL_PATH_NOFOLLOW {
      @Override
      Object ask(Path path) throws Exception {
        return path.toRealPath(NOFOLLOW_LINKS).toString();
      }
    },
    EXISTS {
      @Override
      Object ask(Path path) {
        return List.of(
            Files.exists(path),
            Files.exists(path, NOFOLLOW_LINKS),
            Files.notExists(path),
            Files.notExists(path, NOFOLLOW_LINKS));
      }
    },
    KIND {
      @Override
      Object ask(Path path) {
        return List.of(
            Files.isDirectory(path),
            Files.isDirectory(path, NOFOLLOW_LINKS),
            Files.isRegularFile(path),
            Files.isRegularFile(path, NOFOLLOW_LINKS),
            Files.isSymbolicLink(path));
      }
    },
    ACCESS {
      @Override
      Object ask(Path path) throws Exception {
        return List.of(
            Files.isReadable(path),
            Files.isWritable(path),
            Files.isExecutable(path),
            Files.isHidden(path));
      }
    };

    abstract Object ask(Path path) throws Exception;
  }

  /** Asks a question. */
  record Ask(Question question, String path) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      return question.ask(side.path(path));
    }
  }

  /** Tells whether two paths lead to one file. */
  record SameFile(String one, String two) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      return Files.isSameFile(side.path(one), side.path(two));
    }
  }

  /** Tells where two files begin to differ. */
  record Mismatch(String one, String two) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      return Files.mismatch(side.path(one), side.path(two));
    }
  }

  /** Lists the entries of a directory, those that a pattern matches if it is not null. */
  record ListEntries(String path, @Nullable String glob) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      Path directory = side.path(path);
      List<String> names = new ArrayList<>();
      try (DirectoryStream<Path> entries =
          glob == null
              ? Files.newDirectoryStream(directory)
              : Files.newDirectoryStream(directory, glob)) {
        entries.forEach(each -> names.add(each.toString()));
      }
      Collections.sort(names);
      return names;
    }
  }

  /** Lists a tree down to a depth, and what could not be visited, and why. */
  record WalkTree(String path, boolean follow, int depth) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      Set<FileVisitOption> options =
          follow ? EnumSet.of(FileVisitOption.FOLLOW_LINKS) : EnumSet.noneOf(FileVisitOption.class);
      RecordingVisitor visitor = new RecordingVisitor();
      Files.walkFileTree(side.path(path), options, depth, visitor);
      return visitor.sorted();
    }
  }

  /** Counts what a stream of a tree delivers. */
  record CountTree(String path, int depth) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      try (Stream<Path> tree = Files.walk(side.path(path), depth)) {
        return tree.count();
      }
    }
  }

  /** Attributes of a file, in full. */
  record Attributes(String path, boolean follow) implements Operation {
    @Override
    public Object perform(Side side) throws Exception {
      LinkOption[] options = follow ? new LinkOption[0] : new LinkOption[] {NOFOLLOW_LINKS};
      return Snapshot.of(side.path(path), options);
    }
  }
}
