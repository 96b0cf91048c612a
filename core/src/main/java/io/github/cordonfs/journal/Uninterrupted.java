package io.github.cordonfs.journal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * Access to a file by threads that may be interrupted: that closes the channel, and here it is done
 * once more, with another one.
 */
final class Uninterrupted {

  /** Something to do with a channel; it may be done in part, and then once more. */
  interface Action {
    void on(FileChannel channel) throws IOException;
  }

  private Uninterrupted() {}

  /** Opens a file, does something, and closes it. */
  static void perform(Path path, Action action, OpenOption... options) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(path, options)) {
          action.on(channel);
          return;
        } catch (ClosedByInterruptException _) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
