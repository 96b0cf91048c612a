package io.github.cordonfs.conformance.differential;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystem;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Every operation on paths that end in no name of their own: in {@code .} or {@code ..}, or that
 * are empty.
 */
final class DottedNames {

  private static final List<String> ENDS = List.of("x/.", "x/..", "x/../.", ".", "..", "");

  private static final List<Set<CopyOption>> COPY_OPTIONS =
      List.of(Set.of(), Set.of(REPLACE_EXISTING), Set.of(ATOMIC_MOVE), Set.of(NOFOLLOW_LINKS));

  private static final List<Set<OpenOption>> OPEN_OPTIONS =
      List.of(
          Set.of(READ),
          Set.of(WRITE),
          Set.of(READ, NOFOLLOW_LINKS),
          Set.of(WRITE, CREATE),
          Set.of(WRITE, CREATE, NOFOLLOW_LINKS),
          Set.of(WRITE, CREATE_NEW),
          Set.of(APPEND, CREATE_NEW),
          Set.of(READ, CREATE_NEW),
          Set.of(WRITE, CREATE, DELETE_ON_CLOSE));

  private final Comparison comparison;
  private final List<Finding> findings = new ArrayList<>();

  private DottedNames(Comparison comparison) {
    this.comparison = comparison;
  }

  /** Returns the differences. */
  static List<Finding> differences(Arena arena) throws IOException {
    DottedNames names = new DottedNames(new Comparison(arena, new Tolerated()));
    for (Kind kind : Kind.values()) {
      for (String path : ENDS) {
        names.changes(kind, path);
        names.looks(kind, path);
        names.opens(kind, path);
        names.movesAndCopies(kind, path);
      }
    }
    return names.findings;
  }

  private void changes(Kind kind, String path) throws IOException {
    check(kind, new Names.CreateFile(path, null));
    check(kind, new Names.CreateFile(path, Set.of(PosixFilePermission.OWNER_READ)));
    check(kind, new Names.CreateDirectory(path, null));
    check(kind, new Names.CreateDirectories(path));
    check(kind, new Names.CreateSymbolicLink(path, "a"));
    check(kind, new Names.CreateLink(path, "x"));
    check(kind, new Names.CreateLink("new", path));
    check(kind, new Names.Delete(path, false));
    check(kind, new Names.Delete(path, true));
    check(kind, new Changes.SetPermissions(path, Set.of(PosixFilePermission.values())));
    check(kind, new Changes.SetModified(path, Instant.ofEpochSecond(1000)));
    check(kind, new Contents.CopyIn(path, 1, 10, false));
    check(kind, new Contents.CopyIn(path, 1, 10, true));
  }

  private void looks(Kind kind, String path) throws IOException {
    for (Looks.Question question : Looks.Question.values()) {
      check(kind, new Looks.Ask(question, path));
    }
    check(kind, new Looks.ListEntries(path, null));
    check(kind, new Looks.Attributes(path, true));
    check(kind, new Looks.Attributes(path, false));
    check(kind, new Contents.ReadFile(path));
    for (String other : List.of("x", "x/.", "", "nothing/.")) {
      check(kind, new Looks.SameFile(path, other));
      check(kind, new Looks.SameFile(other, path));
      check(kind, new Looks.Mismatch(path, other));
    }
  }

  private void opens(Kind kind, String path) throws IOException {
    for (Set<OpenOption> each : OPEN_OPTIONS) {
      check(kind, new Contents.Open(0, path, each), new Channels.Close(0));
    }
  }

  private void movesAndCopies(Kind kind, String path) throws IOException {
    for (Set<CopyOption> options : COPY_OPTIONS) {
      for (String other : List.of("x", "x/.", "x/..", "y", "y/.", "nothing", "nothing/.", "")) {
        check(kind, new Names.Move(path, other, options));
        check(kind, new Names.Move(other, path, options));
        check(kind, new Names.Copy(path, other, options));
        check(kind, new Names.Copy(other, path, options));
      }
    }
  }

  /** With something of the kind, a file and a full directory beside it. */
  private void check(Kind kind, Operation... operations) throws IOException {
    List<Operation> all = new ArrayList<>(kind.at("x"));
    all.addAll(Kind.FILE.at("f"));
    all.addAll(Kind.FULL_DIRECTORY.at("y"));
    all.addAll(Arrays.asList(operations));
    Finding finding = comparison.run(all);
    if (finding != null) {
      findings.add(finding);
    }
  }

  /** Compares the working directory of this JVM, on a tmpfs, and prints how it went. */
  public static void main(String[] arguments) throws IOException {
    String here = Path.of("").toAbsolutePath().toString();
    try (FileSystem cordon =
        Cordon.newFileSystem(
            CordonOptions.builder()
                .size(64 << 20)
                .umask(Tmpfs.umask())
                .workingDirectory(here)
                .build())) {
      List<Finding> findings = differences(Arena.inWorkingDirectory(cordon));
      findings.forEach(System.out::println);
      System.out.println("differences: " + findings.size());
    }
  }
}
