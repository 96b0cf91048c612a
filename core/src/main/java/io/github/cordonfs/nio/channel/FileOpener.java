package io.github.cordonfs.nio.channel;

import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Makes channels and streams of regular files that were found, wherever their names are. */
public final class FileOpener {

  private final ChannelContext context;
  private final boolean closeOnInterrupt;

  /**
   * Makes it with its file system.
   *
   * @param closeOnInterrupt whether an interrupt closes channels, as the JDK's does
   */
  public FileOpener(ChannelContext context, boolean closeOnInterrupt) {
    this.context = context;
    this.closeOnInterrupt = closeOnInterrupt;
  }

  boolean closesOnInterrupt(OpenMode mode) {
    return closeOnInterrupt && !mode.uninterruptible();
  }

  /** Makes the channel of a file; takes over the caller's reference, whatever happens. */
  public FileChannel channel(CordonPath path, RegularFile file, OpenMode mode) throws IOException {
    return channel(path, file, mode, null);
  }

  /**
   * Makes the channel of a file, as {@link #channel(CordonPath, RegularFile, OpenMode)}.
   *
   * @param hook what it gets; null for one without
   */
  FileChannel channel(
      CordonPath path, RegularFile file, OpenMode mode, @Nullable FileSystemHook hook)
      throws IOException {
    CordonChannel channel = null;
    boolean done = false;
    try {
      channel = made(path, file, mode, hook);
      context.resources().add(channel);
      if (mode.huge()) {
        file.space().adviseHuge();
      }
      done = true;
      return channel;
    } finally {
      if (!done && channel != null) {
        channel.abandon();
      } else if (!done) {
        file.release();
      }
    }
  }

  private CordonChannel made(
      CordonPath path, RegularFile file, OpenMode mode, @Nullable FileSystemHook hook) {
    boolean interruptible = closesOnInterrupt(mode);
    if (hook != null) {
      return new HookedChannel(context, path, file, mode, interruptible, hook);
    }
    if (mode.direct()) {
      return new DirectChannel(context, path, file, mode, interruptible);
    }
    return mode.sync() != OpenMode.Sync.NONE && file.space().isBacked()
        ? new SyncedChannel(context, path, file, mode, interruptible)
        : new CordonChannel(context, path, file, mode, interruptible);
  }

  /** Makes a stream of a channel, which is closed with it, or now if there is no heap for one. */
  public InputStream stream(FileChannel channel) throws IOException {
    boolean done = false;
    try {
      CordonInputStream stream = new CordonInputStream(channel);
      done = true;
      return stream;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  /** Makes a stream that writes to a channel, which is closed with it. */
  public OutputStream outputStream(FileChannel channel) {
    return new CordonOutputStream(channel);
  }

  /**
   * Makes an asynchronous channel of one that takes no notice of interrupts, which is closed
   * otherwise.
   *
   * @param executor where its operations run; null for the default
   * @throws IOException if it is the channel of a directory
   */
  public AsynchronousFileChannel asynchronous(
      FileChannel opened, @Nullable ExecutorService executor, CordonPath path) throws IOException {
    boolean done = false;
    try {
      if (!(opened instanceof CordonChannel channel)) {
        throw FileErrors.isDirectory(path.toString());
      }
      Executor where = executor == null ? DefaultPool.executor() : executor;
      CordonAsynchronousChannel made = new CordonAsynchronousChannel(context, channel, where);
      done = true;
      return made;
    } finally {
      if (!done) {
        opened.close();
      }
    }
  }
}
