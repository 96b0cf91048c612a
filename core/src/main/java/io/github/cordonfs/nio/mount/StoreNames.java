package io.github.cordonfs.nio.mount;

import io.github.cordonfs.nio.path.CordonPath;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;

/** Paths of a mount as those of a store that has no links: {@code ..} is the name before. */
final class StoreNames implements MountedStore {

  @Override
  public String locate(CordonPath path, boolean followLast) {
    StringBuilder text = new StringBuilder();
    for (Path name : path.toAbsolutePath().normalize()) {
      text.append(text.isEmpty() ? "" : "/").append(name);
    }
    return text.toString();
  }

  @Override
  public boolean delete(String where) {
    throw new ReadOnlyFileSystemException();
  }
}
