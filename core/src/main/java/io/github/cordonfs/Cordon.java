package io.github.cordonfs;

import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.diagnose.MachineDiagnosis;
import io.github.cordonfs.journal.LostFiles;
import io.github.cordonfs.nio.CordonFileSystems;
import io.github.cordonfs.nio.mapping.StoredMappings;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.MappedByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Opens in-memory file systems that survive memory errors. A file system opened here, or with
 * {@link java.nio.file.FileSystems#newFileSystem(java.net.URI, java.util.Map)} and a URI of scheme
 * {@code cordon}, is used through {@link java.nio.file.Files} and channels. It holds memory outside
 * the Java heap until it is closed.
 *
 * <p>All methods are safe for use by several threads.
 */
public final class Cordon {

  private Cordon() {}

  /**
   * Opens a file system with default options.
   *
   * @throws IOException if the operating system refuses the memory
   */
  public static CordonFileSystem newFileSystem() throws IOException {
    return newFileSystem(CordonOptions.defaults());
  }

  /**
   * Opens a file system.
   *
   * @param options its options
   * @throws java.nio.file.FileSystemAlreadyExistsException if an open file system has the name that
   *     the options give
   * @throws IOException if the operating system refuses the memory
   */
  public static CordonFileSystem newFileSystem(CordonOptions options) throws IOException {
    return CordonFileSystems.create(Objects.requireNonNull(options, "options"));
  }

  /**
   * Mounts a directory, read-only unless the option {@code writable} says otherwise: names and
   * attributes are those of the directory, data goes through a page cache in memory outside the
   * Java heap, of the size that the options say. A page of it that goes bad is read again, and
   * readers do not notice; one that was written and is not in the directory yet is an error of each
   * access. Files that others change are noticed when they are opened.
   *
   * @param directory of any file system of any provider
   * @param options of the file system; those for making files have no effect
   * @throws IllegalArgumentException if the options have {@link HugePolicy#UNSPLITTABLE}
   * @throws java.nio.file.NotDirectoryException if it is no directory
   * @throws java.nio.file.FileSystemAlreadyExistsException if an open file system has the name that
   *     the options give, or the directory lies in one that is mounted, or the other way round
   * @throws IOException if the directory cannot be read, or the operating system refuses the memory
   */
  public static CordonFileSystem mount(Path directory, CordonOptions options) throws IOException {
    return CordonFileSystems.mount(
        Objects.requireNonNull(directory, "directory"), Objects.requireNonNull(options, "options"));
  }

  /**
   * Returns what was lost of the files of a directory while it was mounted for writing: memory
   * failed before what had been written was in the directory, which has what was there before.
   * Mounts of the directory give an error there, and whoever reads it in another way old content.
   *
   * @param directory that was mounted; whether it is mounted now makes no difference
   * @return the files, none if nothing was lost
   * @throws IOException if the journal of the directory cannot be read
   */
  public static List<LostFile> lost(Path directory) throws IOException {
    return LostFiles.read(Objects.requireNonNull(directory, "directory"));
  }

  /**
   * Accepts what the directory has as the content of files that lost data, for instance after they
   * were restored from a copy. The directory must not be mounted for writing: in a mount {@link
   * MemoryFailures#clearPoison} does this.
   *
   * @param directory that was mounted
   * @param which of the files
   * @return those that were cleared, with what had been lost of them
   * @throws java.nio.file.FileSystemException if the directory is mounted for writing
   * @throws IOException if its journal cannot be read or written
   */
  public static List<LostFile> clearLost(Path directory, Predicate<? super LostFile> which)
      throws IOException {
    return LostFiles.clear(
        Objects.requireNonNull(directory, "directory"), Objects.requireNonNull(which, "which"));
  }

  /**
   * Mounts a store of one's own, read-only: its names are the paths of the file system, data goes
   * through a page cache in memory outside the Java heap, of the size that the options say. A page
   * of it that goes bad is read again, and readers do not notice. A version of a file that is not
   * the one before is noticed when the file is opened.
   *
   * <p>Without {@link io.github.cordonfs.backing.BackingCapability#LIST} directories cannot be
   * listed; without {@link io.github.cordonfs.backing.BackingCapability#ATTRIBUTES} files have a
   * size and no times.
   *
   * @param backing the store; it is closed with the file system, and not if this method fails
   * @param options of the file system; those for making files have no effect
   * @throws IllegalArgumentException if the options say {@code writable}
   * @throws java.nio.file.FileSystemAlreadyExistsException if an open file system has the name that
   *     the options give
   * @throws IOException if the operating system refuses the memory
   */
  public static CordonFileSystem mount(Backing backing, CordonOptions options) throws IOException {
    return CordonFileSystems.mount(
        Objects.requireNonNull(backing, "backing"), Objects.requireNonNull(options, "options"));
  }

  /**
   * Makes durable what was stored through a mapping, with everything else that was written to the
   * file: for a file of a mount (option {@code writableMappings}) in its directory. {@link
   * MappedByteBuffer#force} cannot do that, which only knows of memory. For any other mapping this
   * is the same as that.
   *
   * @param buffer a mapped buffer, or a part of it
   * @throws UnsupportedOperationException if it is not mapped
   * @throws IOException if the directory cannot be written, or if some of the file was lost before
   *     it was there; the message says what
   */
  public static void force(MappedByteBuffer buffer) throws IOException {
    force(MemorySegment.ofBuffer(Objects.requireNonNull(buffer, "buffer")));
  }

  /** As {@link #force(MappedByteBuffer)}. */
  public static void force(MemorySegment segment) throws IOException {
    StoredMappings.force(Objects.requireNonNull(segment, "segment"));
  }

  /**
   * Returns how large a file system that is opened now can be: what this machine or control group
   * can give, less a reserve. A larger {@linkplain CordonOptionsBuilder#size(long) size} is limited
   * to this.
   *
   * @return bytes, a multiple of 2 MiB, at least that
   */
  public static long availableBytes() {
    return CordonFileSystems.availableBytes();
  }

  /**
   * Returns how many ranges of addresses this process has mapped, for whatever purpose, and how
   * many the kernel allows it. Takes some 20 milliseconds near the usual limit of 65,530.
   */
  public static AddressRanges addressRanges() {
    return CordonFileSystems.addressRanges();
  }

  /**
   * Finds out what this machine will do when its memory fails: the JDK, the kernel and its
   * settings, limits, system calls that may be refused, and what is known of the hardware. An
   * application can log it at start:
   *
   * <pre>{@code
   * Diagnosis diagnosis = Cordon.diagnose();
   * diagnosis.findings(Severity.DEFEATS).forEach(each -> log.warn(each.toString()));
   * }</pre>
   *
   * <p>It changes nothing, needs no privilege, and throws nothing for what it may not see: that is
   * a finding of {@link Severity#UNKNOWN}. Settings are those of this moment. It takes some tens of
   * milliseconds, and a few tenths of a second in a JVM that has just been started. The command
   * {@code cordon doctor} prints the same, for its own JVM.
   */
  public static Diagnosis diagnose() {
    return MachineDiagnosis.ofThisMachine();
  }

  /** As {@link CordonFileSystem#of}. Here, as only this class knows what is below. */
  static CordonFileSystem fileSystem(FileSystem fileSystem) {
    return CordonFileSystems.of(fileSystem);
  }
}
