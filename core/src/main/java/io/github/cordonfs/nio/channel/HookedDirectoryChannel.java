package io.github.cordonfs.nio.channel;

import io.github.cordonfs.hook.ChannelFront;
import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.vfs.inode.Directory;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A directory channel of a file system with a hook, which sees forces and locks. */
final class HookedDirectoryChannel extends DirectoryChannel {

  private final FileSystemHook hook;

  /** Never open in the file system, and so never closed. */
  private final DirectoryChannel plain;

  /** Set before anybody has this. */
  private @Nullable ChannelFront front;

  HookedDirectoryChannel(
      ChannelContext context,
      CordonPath path,
      Directory directory,
      boolean closeOnInterrupt,
      FileSystemHook hook) {
    super(context, path, directory, closeOnInterrupt);
    this.hook = hook;
    this.plain = new DirectoryChannel(context, path, directory, closeOnInterrupt);
  }

  /** Returns this channel without its hook, as far as the hook has to do with it. */
  DirectoryChannel plain() {
    return plain;
  }

  void attach(ChannelFront what) {
    front = what;
  }

  private ChannelFront hooked() {
    return Objects.requireNonNull(front, "nobody has this yet");
  }

  @Override
  public void force(boolean metaData) throws IOException {
    super.force(metaData);
    if (hook.isActive()) {
      hooked().channel().force(metaData);
    }
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    beforeLock(position);
    return super.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    beforeLock(position);
    return super.tryLock(position, size, shared);
  }

  private void beforeLock(long position) throws IOException {
    if (hook.isActive()) {
      hooked().beforeLock(position);
    }
  }
}
