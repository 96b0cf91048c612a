package io.github.cordonfs.conformance.exerciser;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.cordonfs.CordonFileChannel;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file, or somebody's part of one, with all that it is reached by, and the oracle of it. Used by
 * one thread.
 */
final class ExercisedFile implements AutoCloseable {

  final MemoryFailures failures;
  final Part part;

  /** Whether a write of a whole lost page makes it good. */
  final boolean heals;

  Oracle oracle = new Oracle();
  Path path;
  CordonFileChannel channel;
  FileChannel appender;
  @Nullable Window window;

  private final ContentSteps content = new ContentSteps(this);
  private final MappedSteps mapped = new MappedSteps(this);
  private final ShapeSteps shape = new ShapeSteps(this);
  private final FailureSteps failing = new FailureSteps(this);

  /** Something that should not get past a lost page. */
  interface Access {
    void make() throws IOException;
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with it
  ExercisedFile(Path path, Part part, boolean heals) throws IOException {
    this.path = path;
    this.part = part;
    this.heals = heals;
    this.failures = CordonFileSystem.of(path.getFileSystem()).memoryFailures();
    this.channel = CordonFileChannel.of(FileChannel.open(path, CREATE, READ, WRITE));
    this.appender = FileChannel.open(path, APPEND);
  }

  /** Opens it anew, under its name of now. */
  @SuppressWarnings("MustBeClosedChecker")
  void reopen() throws IOException {
    channel.close();
    appender.close();
    channel = CordonFileChannel.of(FileChannel.open(path, CREATE, READ, WRITE));
    appender = FileChannel.open(path, APPEND);
  }

  /**
   * Does an operation and compares.
   *
   * @param other another file to copy to; not used if this is a part
   */
  void perform(Operation operation, ExercisedFile other) throws IOException {
    Part.Range range = part.range(operation);
    switch (operation.kind()) {
      case READ, READ_NEXT, SCATTER, READ_INTO_MEMORY, TRANSFER_TO ->
          content.read(operation, range);
      case READ_ALL -> content.readAll(operation);
      case WRITE, WRITE_NEXT, GATHER, TRANSFER_FROM -> content.write(operation, range);
      case APPEND -> content.append(operation);
      case COPY_RANGE -> CopySteps.copyRange(this, other, operation, range);
      case COPY_FILE -> CopySteps.copyFile(this, other);
      case MAP -> mapped.map(operation, range);
      case UNMAP -> mapped.unmap();
      case LOAD -> mapped.load(operation, range);
      case STORE -> mapped.store(operation, range);
      case FORCE -> mapped.force(operation);
      case PUNCH -> shape.punch(range);
      case ALLOCATE -> shape.allocate(operation, range);
      case SET_SIZE -> shape.setSize(operation, range);
      case TRUNCATE -> shape.truncate(operation, range);
      case SEEK -> shape.seek(operation, range);
      case COLLAPSE -> channel.collapse(operation.offset(), operation.length());
      case RENAME -> shape.rename();
      case REOPEN -> reopen();
      case REPLACE -> shape.replace(operation);
      case SOFT_OFFLINE -> failing.softOffline(range);
      case STRIKE -> failing.strike(operation, range);
      case UNPOISON -> failing.unpoison(range);
      case CLEAR -> failing.clear(range);
      case RESTORE -> failing.restore(operation, range);
      case LIST_LOSSES -> failing.list(operation);
    }
    if (part.isAll()) {
      Mismatch.unlessEqual((long) oracle.size(), channel.size(), "size");
    }
  }

  /** Checks that an access meets the loss of a page, and is told of just that one. */
  void expectLoss(int page, Access access) throws IOException {
    try {
      access.make();
    } catch (PoisonedPageException e) {
      Mismatch.unlessEqual(
          oracle.lostRange(page),
          new io.github.cordonfs.ByteRange(e.offset(), e.length()),
          "loss that was told");
      return;
    }
    throw new Mismatch("page " + page + " is lost, and nobody was told");
  }

  /** Reads all that belongs to it. */
  void check() throws IOException {
    for (int at = 0; at < Operation.END; at += 1 << 20) {
      Part.Range piece = part.piece(at);
      for (int from = piece.from(); from < piece.end(); from += Oracle.PAGE) {
        Part.Range page = new Part.Range(from, Math.min(piece.end(), from + Oracle.PAGE));
        content.read(new Operation(Operation.Kind.READ, from, Oracle.PAGE, 0), page);
      }
    }
    failing.list(new Operation(Operation.Kind.LIST_LOSSES, 0, 1, 0));
  }

  /** Gives up the mapping, if there is one. */
  void unmap() {
    mapped.unmap();
  }

  @Override
  public void close() throws IOException {
    mapped.unmap();
    channel.close();
    appender.close();
  }
}
