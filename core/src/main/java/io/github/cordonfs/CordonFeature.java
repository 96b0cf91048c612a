package io.github.cordonfs;

/**
 * What a file system can be without, to test programs that must live without it: see {@link
 * CordonOptions#without(CordonFeature...)}.
 */
public enum CordonFeature {
  /** Hard links: {@code Files.createLink} throws {@link UnsupportedOperationException}. */
  LINKS,

  /** Symbolic links: making and reading one throws {@link UnsupportedOperationException}. */
  SYMBOLIC_LINKS,

  /** Directory streams are {@link java.nio.file.SecureDirectoryStream}s. */
  SECURE_DIRECTORY_STREAM,

  /**
   * {@code FileChannel.open} throws {@link UnsupportedOperationException}, and the channels of
   * {@code Files.newByteChannel} are no {@link java.nio.channels.FileChannel}s. Asynchronous
   * channels stay.
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
