package io.github.cordonfs.testkit;

import java.io.IOException;

/** The two ways in which rules reach a file system. Tests hold for both. */
public enum DiskKind {
  /** The file system itself asks the rules. */
  HOOKED {
    @Override
    public FaultDisk open() throws IOException {
      return FaultDisk.inCordon();
    }
  },
  /** It is wrapped, as any other file system can be. */
  WRAPPED {
    @Override
    public FaultDisk open() throws IOException {
      return FaultFileSystem.inMemory();
    }
  };

  public abstract FaultDisk open() throws IOException;
}
