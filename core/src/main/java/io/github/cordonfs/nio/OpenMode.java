package io.github.cordonfs.nio;

import io.github.cordonfs.CordonOpenOption;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** What a set of open options asks for. Without WRITE or APPEND a file is opened for reading. */
record OpenMode(
    boolean read,
    boolean write,
    boolean append,
    boolean truncate,
    boolean create,
    boolean createNew,
    boolean deleteOnClose,
    boolean followLinks,
    boolean huge,
    boolean uninterruptible) {

  /**
   * Reads options.
   *
   * @throws IllegalArgumentException for combinations that the default provider refuses too
   * @throws UnsupportedOperationException for an option that Cordon does not know
   */
  static OpenMode of(Set<? extends OpenOption> options) {
    for (OpenOption option : options) {
      if (option == null) {
        throw new NullPointerException("option");
      }
      if (!(option instanceof StandardOpenOption)
          && option != LinkOption.NOFOLLOW_LINKS
          && !(option instanceof CordonOpenOption)) {
        throw new UnsupportedOperationException("open option " + option + " is not there yet");
      }
    }
    boolean append = options.contains(StandardOpenOption.APPEND);
    boolean write = append || options.contains(StandardOpenOption.WRITE);
    boolean read = options.contains(StandardOpenOption.READ);
    boolean truncate = options.contains(StandardOpenOption.TRUNCATE_EXISTING);
    if (append && (read || truncate)) {
      throw new IllegalArgumentException(
          (read ? "READ" : "TRUNCATE_EXISTING") + " and APPEND do not go together");
    }
    boolean deleteOnClose = options.contains(StandardOpenOption.DELETE_ON_CLOSE);
    return new OpenMode(
        read || !write,
        write,
        append,
        write && truncate,
        write && options.contains(StandardOpenOption.CREATE),
        write && options.contains(StandardOpenOption.CREATE_NEW),
        deleteOnClose,
        // What is deleted on close is the name itself: a link must not lead elsewhere.
        !deleteOnClose && !options.contains(LinkOption.NOFOLLOW_LINKS),
        options.contains(CordonOpenOption.HUGE),
        options.contains(CordonOpenOption.UNINTERRUPTIBLE));
  }
}
