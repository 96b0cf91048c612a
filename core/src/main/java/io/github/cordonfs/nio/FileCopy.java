package io.github.cordonfs.nio;

import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.SpaceCopy;
import io.github.cordonfs.nio.error.SpaceErrors;
import io.github.cordonfs.nio.option.CopyMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.vfs.Namespace;
import io.github.cordonfs.vfs.Replace;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.attribute.Times;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Copies one file, within a file system or from one of Cordon's to another. Data is copied into a
 * file that has no name yet; only when all of it is there does it get its name, in one step. So a
 * copy that fails leaves no target, and an old target as it was (contract row A5).
 */
final class FileCopy {

  /** The bits that {@code mkdir(2)} takes: permissions and sticky. */
  private static final int MKDIR = 01777;

  private static final int BUFFER_SIZE = 64 << 10;

  private final Namespace sourceSpace;
  private final Namespace targetSpace;
  private final PageCacheFileSystem targetSystem;
  private final PathName source;
  private final PathName target;
  private final CopyMode mode;

  /** For what cannot go from frame to frame; made when it is needed. */
  private byte @Nullable [] buffer;

  private FileCopy(CordonPath source, CordonPath target, CopyMode mode) {
    this.sourceSpace = PageCacheFileSystem.of(source).namespace();
    this.targetSpace = PageCacheFileSystem.of(target).namespace();
    this.targetSystem = PageCacheFileSystem.of(target);
    this.source = source.toPathName();
    this.target = target.toPathName();
    this.mode = mode;
  }

  /** Copies; a file onto itself is left alone. Returns the inode that was copied. */
  static Inode copy(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    PageCacheFileSystem.of(source).checkOpen();
    PageCacheFileSystem.of(target).checkOpen();
    try {
      return new FileCopy(source, target, mode).run();
    } finally {
      PageCacheFileSystem.of(source).deliverReports();
      PageCacheFileSystem.of(target).deliverReports();
    }
  }

  private Inode run() throws IOException {
    Inode from = openSource();
    try {
      copyInode(from);
      return from;
    } finally {
      if (from instanceof RegularFile file) {
        file.release();
      }
    }
  }

  private Inode openSource() throws IOException {
    try {
      Inode from = sourceSpace.openAny(source, mode.followLinks());
      checkReadable(from);
      return from;
    } catch (FileSystemException e) {
      throw FileErrors.isNotDirectory(e) ? new NoSuchFileException(source.text()) : e;
    }
  }

  private void checkReadable(Inode from) throws IOException {
    if (from instanceof RegularFile file) {
      boolean done = false;
      try {
        sourceSpace.access().check(file, Access.READ, source);
        done = true;
      } finally {
        if (!done) {
          file.release();
        }
      }
    }
  }

  private void copyInode(Inode from) throws IOException {
    Inode existing = targetSpace.lookUp(target, false);
    if (existing == from) {
      return;
    }
    if (existing != null && !mode.replaceExisting()) {
      throw new FileAlreadyExistsException(target.text());
    }
    if (existing != null) {
      checkReplaceable();
    }
    Replace replace = mode.replaceExisting() ? Replace.ANY : Replace.NEVER;
    // Before the copy, which is a read, and for a copy of a directory into itself a change.
    Times times = from.times();
    switch (from) {
      case RegularFile file -> copyFile(file, times, replace);
      case Directory directory ->
          copyAttributes(
              directory,
              times,
              targetSpace.createDirectory(
                  target,
                  targetSystem.newAttributes().of(directory.permissions() & MKDIR),
                  replace));
      case SymbolicLink link -> {
        targetSystem.features().require(CordonFeature.SYMBOLIC_LINKS);
        copyAttributes(link, times, targetSpace.createSymbolicLink(target, link.target(), replace));
      }
    }
  }

  /** Checks the target before anything is read in vain. */
  private void checkReplaceable() throws IOException {
    try {
      targetSpace.checkDeletable(target);
    } catch (NoSuchFileException _) {
      // Gone meanwhile.
    }
  }

  private void copyAttributes(Inode from, Times times, Inode to) {
    if (mode.copyAttributes()) {
      to.copyAttributes(from, times);
    }
  }

  private void copyFile(RegularFile from, Times times, Replace replace) throws IOException {
    RegularFile to =
        targetSpace.createNameless(target, targetSystem.newAttributes().of(from.permissions()));
    try {
      copyContent(from, to);
      copyAttributes(from, times, to);
      targetSpace.nameNew(to, target, replace, !mode.copyAttributes());
    } finally {
      to.release();
    }
  }

  /** Copies data and leaves holes as they are. */
  private void copyContent(RegularFile from, RegularFile to) throws IOException {
    AddressSpace data = from.space();
    long size = data.size();
    from.markAccessed();
    long at = data.seekData(0);
    while (at >= 0 && at < size) {
      long hole = data.seekHole(at);
      if (hole <= at) {
        // Truncated or punched meanwhile: look again.
        at = data.seekData(at);
        continue;
      }
      at = copyRange(from, to, at, Math.min(hole, size));
      at = data.seekData(at);
    }
    if (!sourceSpace.isOpen()) {
      // Then its end came too soon: a file of a closed file system looks empty.
      throw new ClosedFileSystemException();
    }
    if (to.size() < size) {
      check(to.space().truncate(size), target, to, size);
    }
    to.markModified();
  }

  /** Returns where it ended: the end of the range, or sooner at the end of a file that was cut. */
  private long copyRange(RegularFile from, RegularFile to, long start, long end)
      throws IOException {
    long at = start;
    while (at < end) {
      checkInterrupt();
      int length = (int) Math.min(end - at, Integer.MAX_VALUE);
      int copied = SpaceCopy.copyToPrivate(from.space(), to.space(), at, length);
      if (copied == SpaceCopy.NOT_THIS_WAY) {
        copied = copyThroughBuffer(from, to, at, length);
      }
      if (copied == AddressSpace.EOF) {
        return end;
      }
      check(copied, target, to, at);
      at += copied;
    }
    return at;
  }

  /** Returns how many bytes were copied, or EOF where there are no more. */
  private int copyThroughBuffer(RegularFile from, RegularFile to, long at, int most)
      throws IOException {
    byte[] bytes = buffer;
    if (bytes == null) {
      bytes = new byte[(int) Math.min(BUFFER_SIZE, from.size())];
      buffer = bytes;
    }
    MemorySegment segment = MemorySegment.ofArray(bytes);
    int read = from.read(at, segment, 0, Math.min(bytes.length, most));
    if (read == AddressSpace.EOF) {
      return read;
    }
    check(read, source, from, at);
    for (int done = 0; done < read; ) {
      int written = to.write(at + done, segment, done, read - done);
      check(written, target, to, at + done);
      done += written;
    }
    return read;
  }

  private void checkInterrupt() throws FileSystemException {
    if (mode.interruptible() && Thread.currentThread().isInterrupted()) {
      throw new FileSystemException(source.text(), target.text(), "Operation canceled");
    }
  }

  private static void check(int code, PathName path, RegularFile file, long at) throws IOException {
    if (code < 0) {
      throw SpaceErrors.of(code, path.text(), file.space(), at);
    }
  }

  /** Moves from one file system to another: a copy, then the deletion of the source. */
  static void moveAcross(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    // A copy takes the place of what was there, which does not come back.
    PageCacheFileSystem.of(source).namespace().checkDeletable(source.toPathName());
    Inode moved = copy(source, target, mode);
    @Nullable IOException failure = null;
    try {
      var _ = PageCacheFileSystem.of(source).namespace().deleteIfNames(source.toPathName(), moved);
    } catch (IOException e) {
      failure = e;
    }
    if (failure != null) {
      // The source stays, so the copy must go.
      PageCacheFileSystem.of(target).namespace().delete(target.toPathName());
      throw failure;
    }
  }
}
