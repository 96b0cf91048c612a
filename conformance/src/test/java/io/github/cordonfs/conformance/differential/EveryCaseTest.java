package io.github.cordonfs.conformance.differential;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.CordonOptionsBuilder;
import io.github.cordonfs.conformance.peers.Tmpfs;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileSystem;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Not by chance: each operation on names, with each set of its options, on each kind of file; in
 * memory, and in a directory that is mounted to be written.
 */
@ParameterizedClass
@EnumSource
class EveryCaseTest {

  enum Candidate {
    MEMORY,
    MOUNT
  }

  @Parameter private Candidate candidate;

  /** What is mounted; nobody's otherwise. */
  private Path disk;

  private final List<Finding> findings = new ArrayList<>();
  private FileSystem cordon;
  private Arena arena;
  private Comparison comparison;

  @BeforeEach
  void open() throws IOException {
    disk = Tmpfs.newDirectory();
    CordonOptionsBuilder options = CordonOptions.builder().size(64 << 20);
    cordon =
        candidate == Candidate.MOUNT
            ? Cordon.mount(disk, options.writable(true).build())
            : Cordon.newFileSystem(options.umask(Tmpfs.umask()).build());
    arena = new Arena(cordon);
    comparison = new Comparison(arena, new Tolerated());
  }

  @AfterEach
  void close() throws IOException {
    arena.close();
    cordon.close();
    Tmpfs.delete(disk);
  }

  @Test
  void everyWayToOpen() throws IOException {
    List<OpenOption> options =
        List.of(READ, WRITE, APPEND, CREATE, CREATE_NEW, TRUNCATE_EXISTING, NOFOLLOW_LINKS);
    for (Kind kind : Kind.values()) {
      for (Set<OpenOption> each : subsets(options)) {
        check(
            kind.at("x"),
            new Channels.Close(0),
            new Contents.Open(0, "x", each),
            new Channels.Tell(0),
            new Channels.WriteNext(0, 9, 3),
            new Channels.ReadNext(0, 100),
            new Channels.Tell(0));
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void everyWayToOpenAFileThatGoesWhenItIsClosed() throws IOException {
    List<OpenOption> options = List.of(WRITE, APPEND, CREATE, CREATE_NEW, NOFOLLOW_LINKS);
    for (Kind kind : Kind.values()) {
      for (Set<OpenOption> each : subsets(options)) {
        Set<OpenOption> all = new LinkedHashSet<>(each);
        all.add(DELETE_ON_CLOSE);
        check(kind.at("x"), new Contents.OpenAndClose("x", 9, 3, all));
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void everyMove() throws IOException {
    List<CopyOption> options =
        List.of(REPLACE_EXISTING, ATOMIC_MOVE, COPY_ATTRIBUTES, NOFOLLOW_LINKS);
    for (Kind source : Kind.values()) {
      for (Kind target : Kind.values()) {
        for (Set<CopyOption> each : subsets(options)) {
          check(setting(source, target), new Names.Move("x", "y", each));
          check(setting(source, target), new Names.Move("x", "y/z", each));
        }
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void everyCopy() throws IOException {
    List<CopyOption> options =
        List.of(REPLACE_EXISTING, COPY_ATTRIBUTES, NOFOLLOW_LINKS, ATOMIC_MOVE);
    for (Kind source : Kind.values()) {
      for (Kind target : Kind.values()) {
        for (Set<CopyOption> each : subsets(options)) {
          check(setting(source, target), new Names.Copy("x", "y", each));
          check(setting(source, target), new Names.Copy("x", "y/z", each));
        }
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void everyMoveAndCopyOfAFileToItselfIntoItselfAndOverItsParent() throws IOException {
    for (Kind kind : Kind.values()) {
      for (Set<CopyOption> each : subsets(List.<CopyOption>of(REPLACE_EXISTING, ATOMIC_MOVE))) {
        for (String target : List.of("x", "./x", "x/../x", "x/y", "x/entry", "")) {
          check(kind.at("x"), new Names.Move("x", target, each));
          check(kind.at("x"), new Names.Copy("x", target, each));
        }
      }
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void everyMoveAndCopyBetweenTwoNamesOfOneFile() throws IOException {
    for (Set<CopyOption> each : subsets(List.<CopyOption>of(REPLACE_EXISTING, ATOMIC_MOVE))) {
      List<Operation> setting = new ArrayList<>(Kind.FILE.at("x"));
      setting.add(new Names.CreateLink("y", "x"));
      check(setting, new Names.Move("x", "y", each));
      check(setting, new Names.Copy("x", "y", each));
    }
    assertThat(findings).isEmpty();
  }

  @Test
  void everyOtherChangeOfANameAndEveryQuestion() throws IOException {
    for (Kind kind : Kind.values()) {
      for (String path : List.of("x", "x/y", "x/.", "x/..", "x/../x")) {
        check(kind.at("x"), new Names.CreateDirectory(path, null));
        check(kind.at("x"), new Names.CreateDirectories(path));
        check(kind.at("x"), new Names.CreateSymbolicLink(path, "a"));
        check(kind.at("x"), new Names.Delete(path, false));
        check(kind.at("x"), new Names.Delete(path, true));
        check(kind.at("x"), new Names.CreateLink("new", path));
        check(kind.at("x"), new Looks.ListEntries(path, null));
        check(kind.at("x"), new Looks.WalkTree(path, true, 5));
        check(kind.at("x"), new Looks.Attributes(path, true));
        check(kind.at("x"), new Looks.Attributes(path, false));
        for (Looks.Question question : Looks.Question.values()) {
          check(kind.at("x"), new Looks.Ask(question, path));
        }
      }
      for (Kind other : Kind.values()) {
        check(setting(kind, other), new Names.CreateLink("y", "x"));
        check(setting(kind, other), new Looks.SameFile("x", "y"));
        check(setting(kind, other), new Looks.Mismatch("x", "y"));
      }
    }
    assertThat(findings).isEmpty();
  }

  private static List<Operation> setting(Kind source, Kind target) {
    List<Operation> setting = new ArrayList<>(source.at("x"));
    setting.addAll(target.at("y"));
    return setting;
  }

  private void check(List<Operation> setting, Operation... operations) throws IOException {
    List<Operation> all = new ArrayList<>(setting);
    all.addAll(Arrays.asList(operations));
    Finding finding = comparison.run(all);
    if (finding != null) {
      findings.add(finding);
    }
  }

  private static <T> List<Set<T>> subsets(List<T> of) {
    List<Set<T>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << of.size(); bits++) {
      Set<T> subset = new LinkedHashSet<>();
      for (int i = 0; i < of.size(); i++) {
        if ((bits & 1 << i) != 0) {
          subset.add(of.get(i));
        }
      }
      subsets.add(subset);
    }
    return subsets;
  }
}
