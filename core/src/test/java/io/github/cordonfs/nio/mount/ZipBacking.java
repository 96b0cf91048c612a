package io.github.cordonfs.nio.mount;

import io.github.cordonfs.backing.Backing;
import io.github.cordonfs.backing.BackingCapability;
import io.github.cordonfs.backing.BackingFile;
import io.github.cordonfs.backing.BackingVersion;
import io.github.cordonfs.backing.ReadShape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The files of a zip file, whose CRC is their stamp; and what can go wrong with them. */
final class ZipBacking implements Backing {

  interface Before {
    void read(long position) throws IOException;
  }

  static final FileTime TIME = FileTime.fromMillis(1_600_000_000_000L);

  final AtomicInteger reads = new AtomicInteger();
  final AtomicLong bytes = new AtomicLong();
  volatile Set<BackingCapability> capabilities =
      Set.of(BackingCapability.LIST, BackingCapability.ATTRIBUTES);
  volatile ReadShape shape = ReadShape.OF_A_DISK;
  volatile Before before = _ -> {};
  volatile int most = Integer.MAX_VALUE;
  volatile long endsAt = Long.MAX_VALUE;
  volatile boolean closed;

  private final Path path;
  private final Map<String, byte[]> content = new TreeMap<>();

  ZipBacking(Path path) {
    this.path = path;
  }

  /** Writes the zip file anew, with one more file or another content. */
  void put(String name, byte[] bytes) throws IOException {
    content.put(name, bytes);
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (var each : content.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()).setLastModifiedTime(TIME));
        zip.write(each.getValue());
      }
    }
  }

  @Override
  public Set<BackingCapability> capabilities() {
    return capabilities;
  }

  @Override
  public ReadShape readShape() {
    return shape;
  }

  @Override
  public BackingVersion version(String name) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      ZipEntry entry = entry(zip, name);
      return new BackingVersion(name, entry.getSize(), Long.toHexString(entry.getCrc()), true);
    }
  }

  private static ZipEntry entry(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new NoSuchFileException(name);
    }
    return entry;
  }

  @Override
  public BackingFile open(String name) throws IOException {
    ZipFile zip = new ZipFile(path.toFile());
    return new BackingFile() {
      @Override
      public BackingVersion version() throws IOException {
        return ZipBacking.this.version(name);
      }

      @Override
      public int read(long position, MemorySegment target) throws IOException {
        reads.incrementAndGet();
        before.read(position);
        if (position >= endsAt) {
          return -1;
        }
        byte[] read;
        try (InputStream in = zip.getInputStream(entry(zip, name))) {
          in.skipNBytes(position);
          read = in.readNBytes((int) Math.min(target.byteSize(), most));
        }
        bytes.addAndGet(read.length);
        MemorySegment.copy(read, 0, target, ValueLayout.JAVA_BYTE, 0, read.length);
        return read.length == 0 ? -1 : read.length;
      }

      @Override
      public void close() throws IOException {
        zip.close();
      }
    };
  }

  @Override
  public Collection<String> list(String directory) throws IOException {
    Set<String> names = new TreeSet<>();
    String prefix = directory.isEmpty() ? "" : directory + "/";
    for (String name : content.keySet()) {
      if (name.startsWith(prefix)) {
        int end = name.indexOf('/', prefix.length());
        names.add(name.substring(prefix.length(), end < 0 ? name.length() : end));
      }
    }
    if (names.isEmpty()) {
      throw content.containsKey(directory)
          ? new NotDirectoryException(directory)
          : new NoSuchFileException(directory);
    }
    return names;
  }

  @Override
  public BasicFileAttributes attributes(String name) throws IOException {
    boolean isFile = content.containsKey(name);
    if (!isFile) {
      var _ = list(name);
    }
    return new Attributes(isFile, isFile ? content.get(name).length : 0, isFile ? name : null);
  }

  private record Attributes(boolean isRegularFile, long size, Object fileKey)
      implements BasicFileAttributes {

    @Override
    public FileTime lastModifiedTime() {
      return TIME;
    }

    @Override
    public FileTime lastAccessTime() {
      return TIME;
    }

    @Override
    public FileTime creationTime() {
      return TIME;
    }

    @Override
    public boolean isDirectory() {
      return !isRegularFile;
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
