package io.github.cordonfs.nio.channel;

import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.hook.ChannelFront;
import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.nio.attribute.NewAttributes;
import io.github.cordonfs.nio.option.Features;
import io.github.cordonfs.nio.option.OpenMode;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.PathLookup;
import io.github.cordonfs.vfs.Namespace;
import io.github.cordonfs.vfs.OpenResult;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.inode.Directory;
import io.github.cordonfs.vfs.inode.InitialAttributes;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Opens the files of one file system. */
public final class ChannelOpener {

  private final ChannelContext context;
  private final PathLookup lookup;
  private final Namespace namespace;
  private final NewAttributes newAttributes;
  private final FileOpener files;
  private final Features features;
  private final boolean fileChannels;

  /** What stands in the way; null if nothing does. */
  private final @Nullable FileSystemHook hook;

  /**
   * Makes it with its file system.
   *
   * @param closeOnInterrupt whether an interrupt closes channels, as the JDK's does
   */
  public ChannelOpener(
      ChannelContext context,
      PathLookup lookup,
      NewAttributes newAttributes,
      Features features,
      boolean closeOnInterrupt) {
    this.context = context;
    this.lookup = lookup;
    this.namespace = lookup.namespace();
    this.newAttributes = newAttributes;
    this.files = new FileOpener(context, closeOnInterrupt);
    this.features = features;
    this.fileChannels = features.has(CordonFeature.FILE_CHANNEL);
    this.hook = context.hook();
  }

  /**
   * Opens a file, or a directory if only for reading.
   *
   * @throws UnsupportedOperationException if the file system is without such channels
   */
  public FileChannel openFileChannel(
      CordonPath path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (!fileChannels) {
      features.require(CordonFeature.FILE_CHANNEL);
    }
    return openChannel(path, OpenMode.of(options), attributes);
  }

  /**
   * Opens a file, or a directory if only for reading; as a file channel if there are such. Takes no
   * notice of interrupts: whole files are read and written through such channels and streams, and
   * who is interrupted may still have something to save.
   */
  public SeekableByteChannel openByteChannel(
      CordonPath path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    FileChannel channel = openChannel(path, OpenMode.of(options).uninterrupted(), attributes);
    if (fileChannels) {
      return channel;
    }
    boolean done = false;
    try {
      PlainByteChannel plain = new PlainByteChannel(channel);
      done = true;
      return plain;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  /** Opens a file to be read from its beginning, as {@link #openByteChannel} does. */
  public InputStream openInputStream(CordonPath path, OpenMode mode) throws IOException {
    return files.stream(openChannel(path, mode.uninterrupted()));
  }

  /** Opens a file to be written, as {@link #openByteChannel} does. */
  public OutputStream openOutputStream(CordonPath path, OpenMode mode) throws IOException {
    return new CordonOutputStream(openChannel(path, mode.uninterrupted()));
  }

  private FileChannel openChannel(CordonPath path, OpenMode mode, FileAttribute<?>... attributes)
      throws IOException {
    return hook == null || hook.isOff()
        ? openChannel(path, mode, null, attributes)
        : openHooked(hook, path, mode, attributes);
  }

  private FileChannel openHooked(
      FileSystemHook seenBy, CordonPath path, OpenMode mode, FileAttribute<?>... attributes)
      throws IOException {
    lookup.checkOpen();
    List<FileChannel> opened = new ArrayList<>(1);
    boolean done = false;
    try {
      ChannelFront front =
          seenBy.open(
              lookup.located(path),
              mode.standardOptions(),
              () -> {
                opened.add(openChannel(path, mode, seenBy, attributes));
                return plain(opened.getFirst());
              });
      FileChannel channel = opened.getFirst();
      if (channel instanceof HookedChannel file) {
        file.attach(front);
      } else {
        ((HookedDirectoryChannel) channel).attach(front);
      }
      done = true;
      return channel;
    } finally {
      if (!done && !opened.isEmpty()) {
        opened.getFirst().close();
      }
    }
  }

  private static FileChannel plain(FileChannel channel) {
    return channel instanceof HookedChannel file
        ? file.plain()
        : ((HookedDirectoryChannel) channel).plain();
  }

  private FileChannel openChannel(
      CordonPath path,
      OpenMode mode,
      @Nullable FileSystemHook seenBy,
      FileAttribute<?>... attributes)
      throws IOException {
    StackProbe.touch();
    InitialAttributes initial = newAttributes.of(NewAttributes.FILE, attributes);
    lookup.checkOpen();
    if (mode.write()) {
      return files.channel(path, openFile(path.toPathName(), mode, initial), mode, seenBy);
    }
    Inode inode = namespace.openAny(path.toPathName(), mode.followLinks());
    // No switch: the first one would allocate, and there is a reference to give back.
    if (inode instanceof RegularFile file) {
      prepare(file, mode, path.toPathName(), false);
      file.markOpened();
      return files.channel(path, file, mode, seenBy);
    }
    if (inode instanceof Directory directory) {
      namespace.access().check(directory, Access.READ, path.toPathName());
      if (mode.direct()) {
        throw FileErrors.invalid(path.toString(), null);
      }
      return channel(path, directory, files.closesOnInterrupt(mode), seenBy);
    }
    throw FileErrors.isLink(path.toString());
  }

  /**
   * Opens a file for operations in other threads.
   *
   * @param executor where they run; null for the default
   */
  public AsynchronousFileChannel openAsynchronous(
      CordonPath path,
      Set<? extends OpenOption> options,
      @Nullable ExecutorService executor,
      FileAttribute<?>... attributes)
      throws IOException {
    if (options.contains(StandardOpenOption.APPEND)) {
      throw new UnsupportedOperationException("APPEND is not for asynchronous channels");
    }
    // Who interrupts a thread of the executor means no operation in particular.
    FileChannel opened = openChannel(path, OpenMode.of(options).asynchronous(), attributes);
    return files.asynchronous(opened, executor, path);
  }

  /**
   * Checks that a file may be opened, and cuts it off; gives the reference to it back otherwise.
   */
  private void prepare(RegularFile file, OpenMode mode, PathName path, boolean truncate)
      throws IOException {
    boolean done = false;
    try {
      checkAccess(file, mode, path);
      if (truncate) {
        truncate(file);
      }
      done = true;
    } finally {
      if (!done) {
        file.release();
      }
    }
  }

  private void checkAccess(RegularFile file, OpenMode mode, PathName path) throws IOException {
    int wanted = (mode.read() ? Access.READ : 0) | (mode.write() ? Access.WRITE : 0);
    namespace.access().check(file, wanted, path);
  }

  private FileChannel channel(
      CordonPath path, Directory directory, boolean interruptible, @Nullable FileSystemHook seenBy)
      throws IOException {
    DirectoryChannel channel =
        seenBy == null
            ? new DirectoryChannel(context, path, directory, interruptible)
            : new HookedDirectoryChannel(context, path, directory, interruptible, seenBy);
    context.resources().add(channel);
    return channel;
  }

  private RegularFile openFile(PathName path, OpenMode mode, InitialAttributes initial)
      throws IOException {
    if (mode.createNew()) {
      return namespace.createNew(path, initial);
    }
    RegularFile file;
    if (mode.create()) {
      OpenResult opened = namespace.openOrCreate(path, mode.followLinks(), initial);
      file = opened.file();
      if (opened.made()) {
        // The maker of a file may write to it, whatever its permissions.
        return file;
      }
    } else {
      file = namespace.open(path, mode.followLinks());
    }
    prepare(file, mode, path, mode.truncate());
    return file;
  }

  private static void truncate(RegularFile file) {
    if (file.size() == 0) {
      file.markEmptied();
    } else {
      // Fails only if the file system was closed, which the channel learns when it is added.
      file.space().truncate(0);
      file.markModified();
    }
  }
}
