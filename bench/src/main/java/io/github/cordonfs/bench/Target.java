package io.github.cordonfs.bench;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.testkit.FaultFileSystem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** What is measured. */
public enum Target {
  /** The limit: copying between the buffer and plain native memory, with no file system at all. */
  BARE("bare") {
    @Override
    TargetFile open() {
      throw new IllegalStateException("bare memory is no file");
    }
  },
  /** Cordon as it comes: all options but the size have their defaults. */
  CORDON("cordon") {
    @Override
    TargetFile open() throws IOException {
      return TargetFile.ofCordon(CordonOptions.builder().size(POOL).build());
    }
  },
  /** Cordon with huge folios wherever data is written. */
  CORDON_HUGE("cordon-huge") {
    @Override
    TargetFile open() throws IOException {
      return TargetFile.ofCordon(
          CordonOptions.builder().size(POOL).huge(HugePolicy.ALWAYS).build());
    }
  },
  /** The kernel's file system in memory, which needs a system call for each operation. */
  TMPFS("tmpfs") {
    @Override
    TargetFile open() throws IOException {
      return TargetFile.ofTmpfs(FileSystems.getDefault());
    }

    @Override
    boolean isAvailable() {
      return Files.isWritable(TargetFile.TMPFS);
    }
  },
  /** Google's file system in the heap. */
  JIMFS("jimfs") {
    @Override
    TargetFile open() throws IOException {
      return TargetFile.ofJimfs(POOL);
    }
  },
  /** The file system of the H2 database in direct buffers, uncompressed. */
  H2("h2") {
    @Override
    TargetFile open() throws IOException {
      return TargetFile.ofH2();
    }
  },
  /** Cordon with the hook of the test kit, and no rule. */
  CORDON_KIT("cordon-kit") {
    @Override
    TargetFile open() throws IOException {
      return TargetFile.ofCordonKit(CordonOptions.builder().size(POOL).build());
    }
  },
  /** The tmpfs under the test kit, with no rule. */
  TMPFS_KIT("tmpfs-kit") {
    @Override
    TargetFile open() throws IOException {
      return TargetFile.ofTmpfs(FaultFileSystem.over(FileSystems.getDefault()));
    }

    @Override
    boolean isAvailable() {
      return TMPFS.isAvailable();
    }
  };

  /** Those that are measured if none is named: the test kit is nobody's peer. */
  static final List<Target> PEERS = List.of(BARE, CORDON, CORDON_HUGE, TMPFS, JIMFS, H2);

  /** Bytes that a file system with a limit may use. */
  private static final long POOL = 1L << 30;

  private final String label;

  Target(String label) {
    this.label = label;
  }

  /** Makes an empty file, open for reading and writing, in a file system of its own. */
  abstract TargetFile open() throws IOException;

  /** Returns whether it can do what a cell asks for at all. */
  boolean can(Cell cell) {
    boolean cordon = this == CORDON || this == CORDON_HUGE || this == CORDON_KIT;
    if (cell.operation() == Operation.LOAD) {
      return cordon || this == TMPFS;
    }
    return cell.buffer() != BufferKind.SEGMENT || cordon || this == BARE;
  }

  /** Returns whether this machine has it. */
  boolean isAvailable() {
    return true;
  }

  /** Returns the target with a label, in any case. */
  static Target of(String label) {
    for (Target target : values()) {
      if (target.label.equals(label.toLowerCase(Locale.ROOT))) {
        return target;
      }
    }
    throw new IllegalArgumentException("no such target: " + label);
  }

  /** Returns the name in tables and on the command line. */
  @Override
  public String toString() {
    return label;
  }
}
