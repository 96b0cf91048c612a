package io.github.cordonfs.vm.record;

import io.github.cordonfs.vm.posix.Posix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * What a line of a trace does to files of a directory, by system calls. Results have the form of
 * the trace.
 */
final class TracedFile {

  static final int PAGE = 4096;

  private static final Posix OPEN = Posix.ofInt("open");
  private static final Posix CLOSE = Posix.ofInt("close");
  private static final Posix PREAD = Posix.ofLong("pread");
  private static final Posix PWRITE = Posix.ofLong("pwrite");
  private static final Posix TRUNCATE = Posix.ofInt("truncate");
  private static final Posix FALLOCATE = Posix.ofInt("fallocate");
  private static final Posix FSYNC = Posix.ofInt("fsync");
  private static final Posix LSEEK = Posix.ofLong("lseek");
  private static final Posix MMAP = Posix.ofLong("mmap");
  private static final Posix MUNMAP = Posix.ofInt("munmap");
  private static final Posix MADVISE = Posix.ofInt("madvise");
  private static final Posix COPY = Posix.ofLong("copy_file_range");
  private static final Posix RENAME = Posix.ofInt("rename");
  private static final Posix LINK = Posix.ofInt("link");
  private static final Posix UNLINK = Posix.ofInt("unlink");
  private static final Posix STAT = Posix.ofInt("stat");
  private static final Posix GETPID = Posix.ofInt("getpid");

  private static final int O_RDWR = 2;
  private static final int O_CREAT_EXCL = 0300;
  private static final int MODE = 0644;
  private static final int FALLOC_KEEP_SIZE = 1;
  private static final int FALLOC_PUNCH_HOLE = 2;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;
  private static final int MADV_SOFT_OFFLINE = 101;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;

  // struct stat of x86-64.
  private static final int STAT_BYTES = 144;
  private static final int ST_NLINK = 16;
  private static final int ST_SIZE = 48;
  private static final int ST_BLOCKS = 64;

  private static final long PRESENT = 1L << 63;
  private static final long NUMBER = (1L << 55) - 1;
  private static final Path PAGEMAP = Path.of("/proc/self/pagemap");
  private static final Path CORRUPT = Path.of("/sys/kernel/debug/hwpoison/corrupt-pfn");
  private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

  private final Path directory;
  private final boolean blocks;

  /**
   * For files in a directory.
   *
   * @param blocks whether {@code stat} tells blocks
   */
  TracedFile(Path directory, boolean blocks) {
    this.directory = directory;
    this.blocks = blocks;
  }

  /** A system call or several, with a file that is open. */
  private interface Action {
    String on(long fd, Arena arena) throws Posix.Errno, IOException;
  }

  private static MemorySegment text(Path path, Arena arena) {
    return arena.allocateFrom(path.toString(), StandardCharsets.US_ASCII);
  }

  private String with(String file, Action action) throws Posix.Errno, IOException {
    try (Arena arena = Arena.ofConfined()) {
      long fd = OPEN.call(text(directory.resolve(file), arena).address(), O_RDWR);
      try {
        return action.on(fd, arena);
      } finally {
        var _ = CLOSE.call(fd);
      }
    }
  }

  String create(String file) throws Posix.Errno {
    try (Arena arena = Arena.ofConfined()) {
      long path = text(directory.resolve(file), arena).address();
      var _ = CLOSE.call(OPEN.call(path, O_RDWR | O_CREAT_EXCL, MODE));
      return "ok";
    }
  }

  String write(String file, long offset, long length, int value) throws Posix.Errno, IOException {
    return with(
        file,
        (fd, arena) -> {
          MemorySegment bytes = arena.allocate(length).fill((byte) value);
          return "" + PWRITE.call(fd, bytes.address(), length, offset);
        });
  }

  String read(String file, long offset, long length) throws Posix.Errno, IOException {
    return with(
        file,
        (fd, arena) -> {
          MemorySegment bytes = arena.allocate(length);
          long n = PREAD.call(fd, bytes.address(), length, offset);
          CRC32 checksum = new CRC32();
          checksum.update(bytes.asSlice(0, n).asByteBuffer());
          return String.format("%d %08x", n, checksum.getValue());
        });
  }

  String truncate(String file, long size) throws Posix.Errno {
    try (Arena arena = Arena.ofConfined()) {
      var _ = TRUNCATE.call(text(directory.resolve(file), arena).address(), size);
      return "ok";
    }
  }

  String punch(String file, long offset, long length) throws Posix.Errno, IOException {
    return fallocate(file, FALLOC_PUNCH_HOLE | FALLOC_KEEP_SIZE, offset, length);
  }

  String allocate(String file, long offset, long length, boolean keepSize)
      throws Posix.Errno, IOException {
    return fallocate(file, keepSize ? FALLOC_KEEP_SIZE : 0, offset, length);
  }

  private String fallocate(String file, int mode, long offset, long length)
      throws Posix.Errno, IOException {
    return with(
        file,
        (fd, _) -> {
          var _ = FALLOCATE.call(fd, mode, offset, length);
          return "ok";
        });
  }

  String fsync(String file) throws Posix.Errno, IOException {
    return with(
        file,
        (fd, _) -> {
          var _ = FSYNC.call(fd);
          return "ok";
        });
  }

  String seek(String file, long offset, boolean data) throws Posix.Errno, IOException {
    return with(file, (fd, _) -> "" + LSEEK.call(fd, offset, data ? SEEK_DATA : SEEK_HOLE));
  }

  String copy(String file, long offset, String target, long to, long length)
      throws Posix.Errno, IOException {
    return with(
        file,
        (fd, arena) ->
            with(
                target,
                (other, _) -> {
                  MemorySegment offsets = arena.allocate(ValueLayout.JAVA_LONG, 2);
                  offsets.setAtIndex(ValueLayout.JAVA_LONG, 0, offset);
                  offsets.setAtIndex(ValueLayout.JAVA_LONG, 1, to);
                  long at = offsets.address();
                  return "" + COPY.call(fd, at, other, at + Long.BYTES, length, 0);
                }));
  }

  String stat(String file) throws Posix.Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stat = arena.allocate(STAT_BYTES, Long.BYTES);
      var _ = STAT.call(text(directory.resolve(file), arena).address(), stat.address());
      String text =
          "size=" + Posix.longAt(stat, ST_SIZE) + " nlink=" + Posix.longAt(stat, ST_NLINK);
      return blocks ? text + " blocks=" + Posix.longAt(stat, ST_BLOCKS) : text;
    }
  }

  /** Returns the size of a file, 0 of one that does not exist. */
  long size(String file) {
    return directory.resolve(file).toFile().length();
  }

  String rename(String file, String target) throws Posix.Errno {
    return two(RENAME, file, target);
  }

  String link(String file, String target) throws Posix.Errno {
    return two(LINK, file, target);
  }

  private String two(Posix call, String file, String target) throws Posix.Errno {
    try (Arena arena = Arena.ofConfined()) {
      var _ =
          call.call(
              text(directory.resolve(file), arena).address(),
              text(directory.resolve(target), arena).address());
      return "ok";
    }
  }

  String unlink(String file) throws Posix.Errno {
    try (Arena arena = Arena.ofConfined()) {
      var _ = UNLINK.call(text(directory.resolve(file), arena).address());
      return "ok";
    }
  }

  static String dropCaches() throws IOException {
    Files.writeString(DROP_CACHES, "3", StandardOpenOption.WRITE);
    return "ok";
  }

  // --- through a mapping of the page, made for it ---

  /** What is done with a page that is mapped. */
  private interface Access {
    String to(MemorySegment page) throws Posix.Errno, IOException;
  }

  @SuppressWarnings("restricted") // the program is started with --enable-native-access
  private String mapped(String file, long offset, Access access) throws Posix.Errno, IOException {
    long start = offset / PAGE * PAGE;
    return with(
        file,
        (fd, _) -> {
          long at = MMAP.call(0, PAGE, PROT_READ_WRITE, MAP_SHARED, fd, start);
          try {
            String result = access.to(MemorySegment.ofAddress(at).reinterpret(PAGE));
            // Compiled code throws the error of a fault late, but not later than here.
            var _ = GETPID.call();
            return result;
          } catch (InternalError e) {
            // Which of the two the signal said, HotSpot does not tell; the size does.
            long size = Files.size(directory.resolve(file));
            return start >= size ? "SIGBUS:ADRERR" : "SIGBUS:MCEERR_AR";
          } finally {
            var _ = MUNMAP.call(at, PAGE);
          }
        });
  }

  String load(String file, long offset) throws Posix.Errno, IOException {
    long index = offset % PAGE;
    return mapped(
        file, offset, page -> "" + Byte.toUnsignedInt(page.get(ValueLayout.JAVA_BYTE, index)));
  }

  String store(String file, long offset, int value) throws Posix.Errno, IOException {
    return mapped(
        file,
        offset,
        page -> {
          page.set(ValueLayout.JAVA_BYTE, offset % PAGE, (byte) value);
          return "ok";
        });
  }

  String softOffline(String file, long page) throws Posix.Errno, IOException {
    return mapped(
        file,
        page * PAGE,
        mapping -> {
          var _ = MADVISE.call(mapping.address(), PAGE, MADV_SOFT_OFFLINE);
          return "ok";
        });
  }

  /**
   * As the system call that lets a page fail does it, but by its number, and when nobody has it
   * mapped: Linux 6.12 would signal whoever has, and that is the end of a JVM.
   */
  String poison(String file, long page) throws Posix.Errno, IOException {
    String found =
        mapped(
            file,
            page * PAGE,
            mapping -> {
              byte first = mapping.get(ValueLayout.JAVA_BYTE, 0);
              var _ = GETPID.call(first);
              return "" + physicalPage(mapping.address());
            });
    if (found.startsWith("SIGBUS")) {
      return "EFAULT";
    }
    Files.writeString(CORRUPT, found, StandardOpenOption.WRITE);
    return "ok";
  }

  private static long physicalPage(long address) throws IOException {
    try (FileChannel pagemap = FileChannel.open(PAGEMAP, StandardOpenOption.READ)) {
      ByteBuffer entry = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
      pagemap.read(entry, address / PAGE * Long.BYTES);
      long bits = entry.getLong(0);
      if ((bits & PRESENT) == 0 || (bits & NUMBER) == 0) {
        throw new IOException("no page number; this needs root");
      }
      return bits & NUMBER;
    }
  }
}
