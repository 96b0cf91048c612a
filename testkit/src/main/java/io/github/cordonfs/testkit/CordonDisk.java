package io.github.cordonfs.testkit;

import io.github.cordonfs.hook.Hooked;
import io.github.cordonfs.hook.HookedOpening;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A file system of Cordon whose own channels and operations meet the rules. */
final class CordonDisk implements FaultDisk {

  private final FileSystem fileSystem;
  private final FaultState state;

  private CordonDisk(FileSystem fileSystem, FaultState state) {
    this.fileSystem = fileSystem;
    this.state = state;
  }

  /** Opens one. */
  interface Opening {
    FileSystem open() throws IOException;
  }

  static CordonDisk of(Opening opening) throws IOException {
    CordonHook hook = new CordonHook();
    FileSystem opened = HookedOpening.with(hook, opening::open);
    if (stateOf(opened) != hook.state()) {
      throw new IllegalStateException(opened + " was opened before it could get rules");
    }
    return new CordonDisk(opened, hook.state());
  }

  /** Returns what the operations of a file system meet; null if it has no hook of this kit. */
  static @Nullable FaultState stateOf(FileSystem fileSystem) {
    return fileSystem instanceof Hooked hooked && hooked.hook() instanceof CordonHook hook
        ? hook.state()
        : null;
  }

  // A file system is itself, and no other one is equal to it.
  @SuppressWarnings("ReferenceEquality")
  static Path checked(Path path, FileSystem owner) {
    if (path.getFileSystem() != owner) {
      throw new ProviderMismatchException(path + " belongs to " + path.getFileSystem());
    }
    return path;
  }

  @Override
  public FileSystem fileSystem() {
    return fileSystem;
  }

  @Override
  public Faults faults() {
    return state.faults();
  }

  @Override
  public FileSystem observed() {
    return state.below();
  }

  @Override
  public void observe(@Nullable OperationObserver observer) {
    state.observe(observer);
  }

  @Override
  public <T extends @Nullable Object> T unseen(Callable<T> doing) throws IOException {
    return state.inOrder(doing);
  }

  @Override
  public List<OpenHandle> openHandles() {
    return state.openHandles();
  }

  @Override
  public void close() throws IOException {
    fileSystem.close();
  }

  @Override
  public String toString() {
    return "faults in " + fileSystem;
  }
}
