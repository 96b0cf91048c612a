package io.github.cordonfs.monitor.pool;

/** The JVM of a file system does not answer. */
public final class UnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Makes one; the message is for people. */
  public UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
