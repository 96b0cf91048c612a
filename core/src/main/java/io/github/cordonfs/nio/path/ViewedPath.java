package io.github.cordonfs.nio.path;

import io.github.cordonfs.vfs.inode.PathName;
import java.nio.file.ClosedDirectoryStreamException;
import java.util.function.BooleanSupplier;

/**
 * A path for the attribute views that a secure directory stream gives out: it leads nowhere any
 * more when the stream is closed.
 */
public final class ViewedPath extends CordonPath {

  private final BooleanSupplier streamClosed;

  /**
   * Makes one.
   *
   * @param streamClosed tells whether the stream was closed
   */
  public ViewedPath(ProviderFileSystem fileSystem, PathName name, BooleanSupplier streamClosed) {
    super(fileSystem, name);
    this.streamClosed = streamClosed;
  }

  @Override
  public PathName toPathName() {
    checkOpen();
    return super.toPathName();
  }

  /**
   * Checks that stream and file system are open.
   *
   * @throws ClosedDirectoryStreamException if the stream is not
   */
  @Override
  public void checkOpen() {
    // The file system being closed is the more telling news, and closes its streams.
    super.checkOpen();
    if (streamClosed.getAsBoolean()) {
      throw new ClosedDirectoryStreamException();
    }
  }
}
