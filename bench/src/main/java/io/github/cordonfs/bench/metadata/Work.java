package io.github.cordonfs.bench.metadata;

/** What is done with names. */
public enum Work {
  /** Makes a file of 100 bytes. */
  CREATE("create", 1),
  /** Opens, reads and closes one. */
  OPEN("open", 1),
  /** Reads the attributes of a file deep down. */
  STAT("stat", 1),
  /** Lists a large directory. */
  LIST("list", MetadataBenchmark.ENTRIES),
  /** Walks a large tree. */
  WALK("walk", MetadataBenchmark.DIRECTORIES * MetadataBenchmark.FILES_IN_EACH),
  /** Deletes a tree. */
  DELETE_TREE("deleteTree", MetadataBenchmark.FELLED),
  /** Renames a file. */
  RENAME("rename", 1),
  /** Deletes a file. */
  DELETE("delete", 1);

  private final String method;
  private final int files;

  Work(String method, int files) {
    this.method = method;
    this.files = files;
  }

  /** Returns the name of its method in {@link MetadataBenchmark}. */
  String method() {
    return method;
  }

  /** Returns how many files one operation of the benchmark deals with. */
  int files() {
    return files;
  }

  /** Returns whether there are goals for it. */
  boolean hasGoal() {
    return this != RENAME && this != DELETE;
  }

  /** Returns the name in tables and on the command line. */
  @Override
  public String toString() {
    return method;
  }
}
