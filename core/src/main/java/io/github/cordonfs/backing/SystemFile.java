package io.github.cordonfs.backing;

import io.github.cordonfs.os.SystemDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file of the operating system, read by its own call: no interrupt closes it, as it would a
 * channel of the JDK, and the bytes go straight to where they are wanted.
 */
final class SystemFile implements BackingFile {

  private static final int ENOENT = 2;
  private static final int EACCES = 13;
  private static final int ENOTDIR = 20;
  private static final int EINVAL = 22;

  private final Path path;
  private final String name;
  private final SystemDescriptor descriptor;

  private SystemFile(Path path, String name, SystemDescriptor descriptor) {
    this.path = path;
    this.name = name;
    this.descriptor = descriptor;
  }

  /** Returns whether a path is one of the operating system, and calls to that are possible. */
  static boolean isPossible(Path path) {
    // By the JDK's own provider for the disk, which need not be the default one.
    return path.getFileSystem().provider().getScheme().equals("file")
        && path.getClass().getModule() == Object.class.getModule()
        && SystemDescriptor.isPossible();
  }

  static SystemFile open(Path path, String name, boolean writable) throws IOException {
    SystemDescriptor descriptor = new SystemDescriptor();
    return of(path, name, descriptor, descriptor.open(bytes(path), writable, false));
  }

  /** Opens it for whole blocks alone; null if its file system has no such way. */
  static @Nullable SystemFile openDirect(Path path, String name, boolean writable)
      throws IOException {
    SystemDescriptor descriptor = new SystemDescriptor();
    int errno = descriptor.open(bytes(path), writable, true);
    return errno == EINVAL ? null : of(path, name, descriptor, errno);
  }

  private static SystemFile of(Path path, String name, SystemDescriptor descriptor, int errno)
      throws IOException {
    if (errno == ENOENT || errno == ENOTDIR) {
      throw new NoSuchFileException(path.toString());
    }
    if (errno == EACCES) {
      throw new AccessDeniedException(path.toString());
    }
    check(errno, path);
    return new SystemFile(path, name, descriptor);
  }

  /** Returns the name as the system has it: a text may not be able to hold it. */
  private static byte[] bytes(Path path) {
    String raw = path.toAbsolutePath().toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public BackingVersion version() throws IOException {
    if (!descriptor.hold()) {
      throw new ClosedChannelException();
    }
    try {
      return PathBacking.version(path.getFileSystem().getPath(descriptor.path()), name);
    } finally {
      descriptor.letGo();
    }
  }

  @Override
  public int read(long position, MemorySegment target) throws IOException {
    if (!descriptor.hold()) {
      throw new ClosedChannelException();
    }
    long read;
    try {
      read = descriptor.read(position, target);
    } finally {
      descriptor.letGo();
    }
    if (read > 0) {
      return (int) read;
    }
    if (read == 0) {
      return -1;
    }
    int errno = (int) -read;
    if (errno == SystemDescriptor.EFAULT) {
      throw new BadTargetException(path + " at " + position);
    }
    throw new FileSystemException(path.toString(), null, SystemDescriptor.text(errno));
  }

  @Override
  public int write(long position, MemorySegment source) throws IOException {
    long written = held(() -> descriptor.write(position, source));
    check((int) -Math.min(written, 0), path);
    return (int) written;
  }

  @Override
  public void truncate(long size) throws IOException {
    check((int) held(() -> descriptor.truncate(size)), path);
  }

  @Override
  public void punch(long position, long length) throws IOException {
    int errno = (int) held(() -> descriptor.punch(position, length));
    if (errno == SystemDescriptor.UNSUPPORTED) {
      throw new UnsupportedOperationException("no holes in files of its file system: " + path);
    }
    check(errno, path);
  }

  @Override
  public void startForce(long position, long length) {
    if (descriptor.hold()) {
      try {
        descriptor.startForce(position, length);
      } finally {
        descriptor.letGo();
      }
    }
  }

  @Override
  public void force(boolean metadata) throws IOException {
    check((int) held(() -> descriptor.force(metadata)), path);
  }

  @Override
  public boolean tryLock(long position, long length, boolean shared) throws IOException {
    int errno = (int) held(() -> descriptor.lock(position, length, shared));
    if (errno == SystemDescriptor.TAKEN) {
      return false;
    }
    check(errno, path);
    return true;
  }

  @Override
  public void unlock(long position, long length) throws IOException {
    check((int) held(() -> descriptor.unlock(position, length)), path);
  }

  private long held(LongSupplier call) throws IOException {
    if (!descriptor.hold()) {
      throw new ClosedChannelException();
    }
    try {
      return call.getAsLong();
    } finally {
      descriptor.letGo();
    }
  }

  private static void check(int errno, Path path) throws IOException {
    if (errno != 0) {
      throw new FileSystemException(path.toString(), null, SystemDescriptor.text(errno));
    }
  }

  @Override
  public boolean readsBySystemCall() {
    return true;
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
