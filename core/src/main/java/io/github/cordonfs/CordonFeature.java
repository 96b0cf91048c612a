package io.github.cordonfs;

/**
 * Features that {@link CordonOptionsBuilder#without(CordonFeature...)} can switch off, to test
 * programs that must do without them.
 */
public enum CordonFeature {
  /** Hard links: {@code Files.createLink} throws {@link UnsupportedOperationException}. */
  LINKS,

  /** Symbolic links: creating and reading them throws {@link UnsupportedOperationException}. */
  SYMBOLIC_LINKS,

  /** {@link java.nio.file.SecureDirectoryStream}: directory streams are plain ones without it. */
  SECURE_DIRECTORY_STREAM,

  /**
   * File channels: {@code FileChannel.open} throws {@link UnsupportedOperationException}, and the
   * channels of {@code Files.newByteChannel} are no {@link java.nio.channels.FileChannel}s.
   * Asynchronous channels are not affected.
   */
  FILE_CHANNEL,

  /** The attribute view {@code owner}. */
  OWNER_VIEW,

  /** The attribute view {@code posix}. */
  POSIX_VIEW,

  /** The attribute view {@code unix}. */
  UNIX_VIEW,

  /** The attribute view {@code user}. */
  USER_VIEW,

  /** The attribute view {@code dos}. */
  DOS_VIEW
}
