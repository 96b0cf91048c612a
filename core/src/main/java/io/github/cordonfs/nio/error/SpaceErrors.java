package io.github.cordonfs.nio.error;

import io.github.cordonfs.PoisonedPageException;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.frame.Frames;
import io.github.cordonfs.vfs.access.FileErrors;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;

/** Exceptions for the result codes of {@link AddressSpace}. Off the hot path. */
public final class SpaceErrors {

  private SpaceErrors() {}

  /**
   * Returns the exception for a code below zero that is not end of file.
   *
   * @param path the file as its caller named it
   * @param position where the operation began
   * @throws ClosedFileSystemException if that is what the code says
   */
  public static IOException of(int code, String path, AddressSpace space, long position) {
    return switch (code) {
      case AddressSpace.POISONED -> {
        space.rememberLoss(position >>> Frames.FRAME_SHIFT);
        yield new PoisonedPageException(path, space.pageAt(position));
      }
      case AddressSpace.NO_SPACE -> FileErrors.noSpace(path);
      case AddressSpace.TOO_LARGE -> FileErrors.tooLarge(path);
      case AddressSpace.CLOSED -> throw new ClosedFileSystemException();
      default -> new IOException(path + ": unexpected result " + code + " at offset " + position);
    };
  }
}
