package io.github.cordonfs.testkit.powercut;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.testkit.FaultDisk;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the disk of a power cut and has the program look at it. Safe for several threads. */
final class StateCheck {

  private static final long LEAST = 16L << 20;

  private final ImageCheck check;
  private final @Nullable Workload restart;
  private final MappedForce mappedForce;

  /**
   * Makes one.
   *
   * @param restart what is recorded when the program starts again; null if nothing is
   */
  StateCheck(ImageCheck check, @Nullable Workload restart, MappedForce mappedForce) {
    this.check = check;
    this.mappedForce = mappedForce;
    this.restart = restart;
  }

  /** Returns a check in this JVM. */
  static ImageCheck by(Recovery recovery) {
    return (image, promises) -> {
      try (CordonFileSystem disk = disk(image)) {
        recovery.check(new CrashedDisk(disk, promises));
      }
    };
  }

  /** Returns what went wrong; null if the recovery went well. */
  @Nullable Throwable failure(Recording.Cut cut) {
    try {
      check.check(cut.image(), List.copyOf(cut.promises()));
      return null;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return e;
    }
  }

  /**
   * Starts the program again and records what it does.
   *
   * @throws IllegalStateException if it fails, on a disk that the recovery survived
   */
  Recording restart(Recording.Cut cut) throws IOException {
    DiskImage image = cut.image();
    try (FaultDisk recorded = FaultDisk.inCordon(options(image))) {
      image.writeTo(recorded.fileSystem());
      DiskLog log =
          recorded.unseen(() -> new DiskLog(recorded.observed().getPath("/"), mappedForce));
      recorded.observe(log);
      try {
        if (restart != null) {
          restart.run(new TestDisk(recorded, log));
        }
      } catch (Exception | AssertionError e) {
        throw new IllegalStateException(
            "the restart failed, and the recovery did not, after " + cut.text(), e);
      } finally {
        log.seal();
        recorded.observe(null);
      }
      return new Recording(cut, log);
    }
  }

  /** Returns a new disk with an image on it. */
  static CordonFileSystem disk(DiskImage image) throws IOException {
    CordonFileSystem disk = Cordon.newFileSystem(options(image));
    try {
      image.writeTo(disk);
      return disk;
    } catch (IOException | RuntimeException | Error e) {
      disk.close();
      throw e;
    }
  }

  private static CordonOptions options(DiskImage image) {
    long size = LEAST + 4 * image.bytes() + 8192L * image.files().size();
    return CordonOptions.builder().size(size).injection(true).build();
  }
}
