package io.github.cordonfs.nio;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.hook.Hooked;
import io.github.cordonfs.hook.PathOperation;
import io.github.cordonfs.nio.option.CopyMode;
import io.github.cordonfs.nio.path.CordonPath;
import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file system with a hook, which sees its operations on paths here. What is opened passes it in
 * room {@code channel}.
 */
final class HookedFileSystem extends PageCacheFileSystem implements Hooked {

  private final FileSystemHook hook;

  HookedFileSystem(String name, CordonOptions options, PageCache cache, FileSystemHook hook) {
    super(name, options, cache, hook);
    this.hook = hook;
  }

  @Override
  public FileSystemHook hook() {
    return hook;
  }

  @Override
  public FileSystemHook seenBy() {
    return hook;
  }

  private void before(PathOperation operation, CordonPath path, @Nullable Path other)
      throws IOException {
    if (!hook.isOff()) {
      hook.before(operation, located(path), other);
    }
  }

  @Override
  public CordonPath realPath(CordonPath path, boolean followLinks) throws IOException {
    before(PathOperation.READ_ATTRIBUTES, path, null);
    return super.realPath(path, followLinks);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      CordonPath path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    before(PathOperation.LIST, path, null);
    return super.newDirectoryStream(path, filter);
  }

  @Override
  public void createDirectory(CordonPath path, FileAttribute<?>... attributes) throws IOException {
    if (hook.isOff()) {
      super.createDirectory(path, attributes);
    } else {
      hook.createDirectory(path, () -> super.createDirectory(path, attributes));
    }
  }

  @Override
  public void createSymbolicLink(CordonPath link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    if (hook.isOff()) {
      super.createSymbolicLink(link, target, attributes);
    } else {
      hook.createSymbolicLink(
          link, target, () -> super.createSymbolicLink(link, target, attributes));
    }
  }

  @Override
  public void createLink(CordonPath link, CordonPath existing) throws IOException {
    if (hook.isOff()) {
      super.createLink(link, existing);
    } else {
      hook.createLink(link, existing, () -> super.createLink(link, existing));
    }
  }

  @Override
  public Path readSymbolicLink(CordonPath link) throws IOException {
    before(PathOperation.READ_ATTRIBUTES, link, null);
    return super.readSymbolicLink(link);
  }

  @Override
  public void delete(CordonPath path) throws IOException {
    if (hook.isOff()) {
      super.delete(path);
    } else {
      hook.delete(path, () -> super.delete(path));
    }
  }

  @Override
  public void copy(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    if (hook.isOff()) {
      super.copy(source, target, mode);
    } else if (target.getFileSystem() == this) {
      hook.copy(source, target, mode.followLinks(), () -> super.copy(source, target, mode));
    } else {
      hook.before(PathOperation.COPY, source, target);
      super.copy(source, target, mode);
    }
  }

  @Override
  public void move(CordonPath source, CordonPath target, CopyMode mode) throws IOException {
    if (hook.isOff()) {
      super.move(source, target, mode);
    } else if (target.getFileSystem() == this) {
      hook.move(source, target, mode.atomicMove(), () -> super.move(source, target, mode));
    } else {
      hook.moveAway(source, target, () -> super.move(source, target, mode));
    }
  }

  @Override
  void receive(CordonPath source, CordonPath target, Arrival arrival) throws IOException {
    if (hook.isOff()) {
      super.receive(source, target, arrival);
    } else {
      hook.copyHere(source, target, arrival::arrive);
    }
  }

  @Override
  public boolean isSameFile(CordonPath one, CordonPath other) throws IOException {
    before(PathOperation.READ_ATTRIBUTES, one, null);
    return super.isSameFile(one, other);
  }

  @Override
  public FileStore fileStore(CordonPath path) throws IOException {
    before(PathOperation.READ_ATTRIBUTES, path, null);
    return super.fileStore(path);
  }

  @Override
  public void checkAccess(CordonPath path, AccessMode... modes) throws IOException {
    before(PathOperation.READ_ATTRIBUTES, path, null);
    super.checkAccess(path, modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V attributeView(
      CordonPath path, Class<V> type, boolean followLinks) {
    V view = super.attributeView(path, type, followLinks);
    return view == null
        ? null
        : HookedView.of(view, type, operation -> before(operation, path, null));
  }

  @Override
  public BasicFileAttributes readAttributes(
      CordonPath path, Class<? extends BasicFileAttributes> type, boolean followLinks)
      throws IOException {
    before(PathOperation.READ_ATTRIBUTES, path, null);
    return super.readAttributes(path, type, followLinks);
  }

  @Override
  public Map<String, Object> readAttributes(CordonPath path, String list, boolean followLinks)
      throws IOException {
    before(PathOperation.READ_ATTRIBUTES, path, null);
    return super.readAttributes(path, list, followLinks);
  }

  @Override
  public void setAttribute(CordonPath path, String attribute, Object value, boolean followLinks)
      throws IOException {
    before(PathOperation.SET_ATTRIBUTES, path, null);
    super.setAttribute(path, attribute, value, followLinks);
  }

  @Override
  public void end() throws IOException {
    try {
      if (isOpen()) {
        hook.closing();
      }
    } finally {
      super.end();
    }
  }
}
