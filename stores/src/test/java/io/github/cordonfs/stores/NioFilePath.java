package io.github.cordonfs.stores;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.h2.store.fs.FilePath;

/** Files of H2 in any file system: {@code nio:NUMBER/path}, where the number names the mount. */
public final class NioFilePath extends FilePath {

  private static final String SCHEME = "nio";
  private static final Map<String, FileSystem> MOUNTS = new ConcurrentHashMap<>();
  private static final AtomicInteger NEXT = new AtomicInteger();

  static {
    FilePath.register(new NioFilePath());
  }

  /** An operation on a file. */
  private interface Operation<T> {
    T run() throws IOException;
  }

  /** Makes a file system known to H2, and returns what its paths begin with. */
  static String mount(FileSystem fileSystem) {
    String number = String.valueOf(NEXT.incrementAndGet());
    MOUNTS.put(number, fileSystem);
    return SCHEME + ":" + number;
  }

  /** Forgets a file system. */
  static void unmount(String prefix) {
    MOUNTS.remove(prefix.substring(SCHEME.length() + 1));
  }

  private Path path() {
    String rest = name.substring(SCHEME.length() + 1);
    int slash = rest.indexOf('/');
    String number = slash < 0 ? rest : rest.substring(0, slash);
    return Objects.requireNonNull(MOUNTS.get(number), name)
        .getPath(slash < 0 ? "/" : rest.substring(slash));
  }

  private String prefix() {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private NioFilePath of(Path path) {
    return getPath(prefix() + path);
  }

  private static <T> T orFail(int code, String name, Operation<T> operation) {
    try {
      return operation.run();
    } catch (IOException e) {
      throw DbException.get(code, e, name, "see the cause");
    }
  }

  @Override
  public long size() {
    try {
      return Files.size(path());
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void moveTo(FilePath newName, boolean atomicReplace) {
    Path target = ((NioFilePath) newName).path();
    orFail(
        ErrorCode.FILE_RENAME_FAILED_2,
        name,
        () ->
            atomicReplace
                ? Files.move(path(), target, StandardCopyOption.ATOMIC_MOVE)
                : Files.move(path(), target));
  }

  @Override
  public boolean createFile() {
    return orFail(
        ErrorCode.FILE_CREATION_FAILED_1,
        name,
        () -> {
          if (Files.exists(path())) {
            return false;
          }
          Files.createFile(path());
          return true;
        });
  }

  @Override
  public boolean exists() {
    return Files.exists(path());
  }

  @Override
  public void delete() {
    orFail(ErrorCode.FILE_DELETE_FAILED_1, name, () -> Files.deleteIfExists(path()));
  }

  @Override
  public List<FilePath> newDirectoryStream() {
    return orFail(
        ErrorCode.IO_EXCEPTION_2,
        name,
        () -> {
          try (Stream<Path> found = Files.list(path())) {
            return found.<FilePath>map(this::of).toList();
          } catch (NoSuchFileException _) {
            return List.of();
          }
        });
  }

  @Override
  public FilePath toRealPath() {
    return of(path().toAbsolutePath().normalize());
  }

  @Override
  public FilePath getParent() {
    Path parent = path().getParent();
    return parent == null ? null : of(parent);
  }

  @Override
  public boolean isDirectory() {
    return Files.isDirectory(path());
  }

  @Override
  public boolean isRegularFile() {
    return Files.isRegularFile(path());
  }

  @Override
  public boolean isAbsolute() {
    return true;
  }

  @Override
  public long lastModified() {
    try {
      return Files.getLastModifiedTime(path(), new LinkOption[0]).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public boolean canWrite() {
    return Files.isWritable(path());
  }

  @Override
  public boolean setReadOnly() {
    return false;
  }

  @Override
  public void createDirectory() {
    orFail(ErrorCode.FILE_CREATION_FAILED_1, name, () -> Files.createDirectories(path()));
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    Set<OpenOption> options =
        switch (mode) {
          case "r" -> Set.of(StandardOpenOption.READ);
          case "rw" ->
              Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
          default -> throw new IOException("mode " + mode);
        };
    return FileChannel.open(path(), options);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public NioFilePath getPath(String path) {
    NioFilePath made = new NioFilePath();
    made.name = path.replace('\\', '/');
    return made;
  }
}
