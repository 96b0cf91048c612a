package io.github.cordonfs.bench.metadata;

import io.github.cordonfs.bench.place.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Work with names and small files, through the calls a program would use. A JVM measures one file
 * system only. What an operation leaves behind is put away outside the measured time.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MetadataBenchmark {

  private static final int BATCH = 1000;
  static final int ENTRIES = 10_000;
  private static final int DEPTH = 12;
  static final int DIRECTORIES = 100;
  static final int FILES_IN_EACH = 1000;

  /** Files of a tree that is deleted. */
  static final int FELLED = 1000;

  private static final int FELLED_DIRECTORIES = 10;

  /** An empty directory for each invocation. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init")
  public static class Empty {
    private final ByteBuffer buffer = Workplace.newBuffer();
    private Path directory;
    private Path[] files;

    /** Makes the directory. */
    @Setup
    public void make(Workplace workplace) throws IOException {
      directory = workplace.newDirectory();
      files = Workplace.files(directory, "file-", BATCH);
    }

    /** Empties it. */
    @Setup(Level.Invocation)
    public void empty() throws IOException {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** A directory of small files for each invocation. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init")
  public static class Full {
    private final ByteBuffer buffer = Workplace.newBuffer();
    private Path[] files;
    private Path[] otherNames;

    /** Makes the directory. */
    @Setup
    public void make(Workplace workplace) throws IOException {
      Path directory = workplace.newDirectory();
      files = Workplace.files(directory, "file-", BATCH);
      otherNames = Workplace.files(directory, "other-", BATCH);
    }

    /** Fills it. */
    @Setup(Level.Invocation)
    public void fill() throws IOException {
      for (Path file : files) {
        if (!Files.exists(file)) {
          Tree.create(file, buffer);
        }
      }
    }
  }

  /** A directory of small files that stays. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init")
  public static class Kept {
    private final ByteBuffer buffer = Workplace.newBuffer();
    private Path[] files;
    private int next;

    /** Makes and fills the directory. */
    @Setup
    public void make(Workplace workplace) throws IOException {
      files = Workplace.files(workplace.newDirectory(), "file-", BATCH);
      for (Path file : files) {
        Tree.create(file, buffer);
      }
    }

    private Path next() {
      next = next + 1 == BATCH ? 0 : next + 1;
      return files[next];
    }
  }

  /** A file below many directories. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init")
  public static class Deep {
    private Path[] files;
    private int next;

    /** Makes the directories and the files. */
    @Setup
    public void make(Workplace workplace) throws IOException {
      Path directory = workplace.newDirectory();
      for (int i = 0; i < DEPTH; i++) {
        directory = Files.createDirectory(directory.resolve("directory-" + i));
      }
      files = Workplace.files(directory, "file-", BATCH);
      for (Path file : files) {
        Tree.create(file, Workplace.newBuffer());
      }
    }

    private Path next() {
      next = next + 1 == BATCH ? 0 : next + 1;
      return files[next];
    }
  }

  /** A directory of many entries. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init")
  public static class Large {
    private Path directory;

    /** Makes the entries. */
    @Setup
    public void make(Workplace workplace) throws IOException {
      directory = workplace.newDirectory();
      for (Path file : Workplace.files(directory, "file-", ENTRIES)) {
        Files.createFile(file);
      }
    }
  }

  /** A tree of many files that stays, the same for all threads. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init")
  public static class Forest {
    private Path directory;

    /** Makes the tree. */
    @Setup
    public void make(Workplace workplace) throws IOException {
      directory = workplace.newDirectory();
      Tree.fill(directory, DIRECTORIES, FILES_IN_EACH);
    }
  }

  /** A tree for each invocation. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init")
  public static class Felled {
    private Path parent;
    private Path directory;

    /** Makes the directory it is in. */
    @Setup
    public void make(Workplace workplace) throws IOException {
      parent = workplace.newDirectory();
    }

    /** Makes the tree. */
    @Setup(Level.Invocation)
    public void fill() throws IOException {
      directory = Files.createDirectory(parent.resolve("tree"));
      Tree.fill(directory, FELLED_DIRECTORIES, FELLED / FELLED_DIRECTORIES);
    }
  }

  /** Makes a file, writes 100 bytes and closes it. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void create(Empty state) throws IOException {
    for (Path file : state.files) {
      Tree.create(file, state.buffer);
    }
  }

  /** Opens a file, reads its 100 bytes and closes it. */
  @Benchmark
  public int open(Kept state) throws IOException {
    return Tree.read(state.next(), state.buffer);
  }

  /** Reads the attributes of a file below 12 directories. */
  @Benchmark
  public BasicFileAttributes stat(Deep state) throws IOException {
    return Files.readAttributes(state.next(), BasicFileAttributes.class);
  }

  /** Renames a file. */
  @Benchmark
  @OperationsPerInvocation(2 * BATCH)
  public void rename(Full state) throws IOException {
    for (int i = 0; i < BATCH; i++) {
      Files.move(state.files[i], state.otherNames[i], StandardCopyOption.ATOMIC_MOVE);
    }
    for (int i = 0; i < BATCH; i++) {
      Files.move(state.otherNames[i], state.files[i], StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Deletes a file of 100 bytes. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void delete(Full state) throws IOException {
    for (Path file : state.files) {
      Files.delete(file);
    }
  }

  /** Lists a directory of 10,000 entries. */
  @Benchmark
  public int list(Large state) throws IOException {
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(state.directory)) {
      for (Path _ : entries) {
        count++;
      }
    }
    return count;
  }

  /** Walks a tree of 100,000 files. */
  @Benchmark
  public Path walk(Forest state) throws IOException {
    return Files.walkFileTree(state.directory, new SimpleFileVisitor<>() {});
  }

  /** Deletes a tree of 1,000 files in 10 directories. */
  @Benchmark
  public int deleteTree(Felled state) throws IOException {
    return Tree.delete(state.directory);
  }
}
