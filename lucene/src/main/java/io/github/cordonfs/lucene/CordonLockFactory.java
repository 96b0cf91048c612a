package io.github.cordonfs.lucene;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * Locks an index with a lock of Cordon on a file of it. Lucene's own factory remembers what is
 * locked by the text of its path, and so takes the same path in two file systems for one; here the
 * file itself is what is locked, however many names lead to it.
 *
 * <p>Locks hold against everybody, as a file system of Cordon is open to its own JVM only (contract
 * row S12). Safe for use by several threads.
 */
final class CordonLockFactory extends FSLockFactory {

  static final CordonLockFactory INSTANCE = new CordonLockFactory();

  private CordonLockFactory() {}

  @Override
  protected Lock obtainFSLock(FSDirectory directory, String name) throws IOException {
    Path path = directory.getDirectory().resolve(name);
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException _) {
      // It stays when a lock is released.
    }
    Object key = key(path);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null && key.equals(key(path))) {
        return new FileKeyLock(path, key, channel, lock);
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new LockObtainFailedException("Lock held by this virtual machine: " + path, e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    throw new LockObtainFailedException("Lock file replaced while it was locked: " + path);
  }

  /** Returns what tells the file at a path from every other one, also from those before it. */
  private static Object key(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    if (key == null) {
      throw new LockObtainFailedException("Not a path of Cordon: " + path);
    }
    return key;
  }

  /** Holds as long as the locked file is the one at the path. */
  private static final class FileKeyLock extends Lock {
    private final Path path;
    private final Object key;
    private final FileChannel channel;
    private final FileLock lock;

    FileKeyLock(Path path, Object key, FileChannel channel, FileLock lock) {
      this.path = path;
      this.key = key;
      this.channel = channel;
      this.lock = lock;
    }

    @Override
    public void ensureValid() throws IOException {
      if (!lock.isValid()) {
        throw new AlreadyClosedException("Lock released: " + this);
      }
      Object now;
      try {
        now = key(path);
      } catch (NoSuchFileException e) {
        throw new AlreadyClosedException("Lock file deleted: " + this, e);
      }
      if (!key.equals(now)) {
        throw new AlreadyClosedException("Lock file replaced: " + this);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    @Override
    public String toString() {
      return "CordonLock(" + path + ")";
    }
  }
}
