package io.github.cordonfs.hook;

/** An operation on a path that changes no name and no content. */
public enum PathOperation {
  /** A directory is opened to be listed. */
  LIST,
  /** Attributes are read, or it is asked whether a file is there. */
  READ_ATTRIBUTES,
  /** Attributes are changed. */
  SET_ATTRIBUTES,
  /** A file is copied to another file system. */
  COPY
}
