package io.github.cordonfs.testkit;

import io.github.cordonfs.hook.Change;
import io.github.cordonfs.hook.ChannelFront;
import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.hook.Opening;
import io.github.cordonfs.hook.PathOperation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Has the operations of a file system of Cordon pass the rules, and tells the observer of them. */
final class CordonHook extends FileSystemHook {

  private final FaultState state = new FaultState(this::own, this::setActive);
  private final Changes changes = new Changes(state);

  /** Whether what is being opened is not the kit's own. For whoever makes a change. */
  private boolean opensForUser;

  FaultState state() {
    return state;
  }

  private Path own(Path path) {
    return CordonDisk.checked(path, state.below());
  }

  @Override
  public void attached(FileSystem fileSystem) {
    state.attach(fileSystem);
  }

  @Override
  public boolean isOff() {
    return state.isWithin() && !opensForUser;
  }

  @Override
  public void opened(Closeable resource) {
    state.opened(resource, resource.toString());
  }

  @Override
  public void closed(Closeable resource) {
    state.closed(resource);
  }

  @Override
  public void closing() throws IOException {
    state.close();
  }

  @Override
  public ChannelFront open(Path path, Set<? extends OpenOption> options, Opening opening)
      throws IOException {
    check(FileOp.OPEN, path, null);
    return changes.open(path, options, () -> opened(opening));
  }

  /** Opens what is a handle, be it in the middle of a change. */
  private FileChannel opened(Opening opening) throws IOException {
    if (!state.isWithin()) {
      return opening.open();
    }
    opensForUser = true;
    try {
      return opening.open();
    } finally {
      opensForUser = false;
    }
  }

  @Override
  public void before(PathOperation operation, Path path, @Nullable Path other) throws IOException {
    FileOp op =
        switch (operation) {
          case LIST -> FileOp.LIST;
          case READ_ATTRIBUTES -> FileOp.READ_ATTRIBUTES;
          case SET_ATTRIBUTES -> FileOp.SET_ATTRIBUTES;
          case COPY -> FileOp.COPY;
        };
    check(op, path, other);
  }

  @Override
  public void createDirectory(Path path, Change change) throws IOException {
    check(FileOp.CREATE_DIRECTORY, path, null);
    changes.createDirectory(path, change);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, Change change) throws IOException {
    check(FileOp.LINK, link, null);
    changes.createSymbolicLink(link, target, change);
  }

  @Override
  public void createLink(Path link, Path existing, Change change) throws IOException {
    check(FileOp.LINK, link, existing);
    changes.createLink(link, change);
  }

  @Override
  public void delete(Path path, Change change) throws IOException {
    check(FileOp.DELETE, path, null);
    changes.delete(path, change);
  }

  @Override
  public void move(Path source, Path target, boolean inOneStep, Change change) throws IOException {
    check(FileOp.MOVE, source, target);
    changes.move(source, target, inOneStep, change);
  }

  @Override
  public void moveAway(Path source, Path target, Change change) throws IOException {
    check(FileOp.MOVE, source, target);
    changes.delete(source, change);
  }

  @Override
  public void copy(Path source, Path target, boolean followLinks, Change change)
      throws IOException {
    check(FileOp.COPY, source, target);
    changes.copy(source, target, followLinks, change);
  }

  @Override
  public void copyHere(Path source, Path target, Change change) throws IOException {
    check(FileOp.COPY, target, source);
    changes.copyHere(target, change);
  }

  private void check(FileOp op, Path path, @Nullable Path other) throws IOException {
    state.faults().beforePath(op, path, other);
  }
}
