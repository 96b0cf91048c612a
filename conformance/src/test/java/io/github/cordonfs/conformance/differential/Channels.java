package io.github.cordonfs.conformance.differential;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import org.jspecify.annotations.Nullable;

/** Operations on channels that are open. */
final class Channels {

  private Channels() {}

  /** An operation on the channel in one slot. */
  interface OnChannel extends Operation {

    int slot();

    @Nullable Object on(FileChannel channel, Side.OpenChannel open) throws Exception;

    @Override
    default @Nullable Object perform(Side side) throws Exception {
      Side.OpenChannel open = side.channel(slot());
      return open == null || (open.directory() && !onDirectories())
          ? "nothing there"
          : on(open.channel(), open);
    }

    /**
     * Tells whether it is comparable on a directory, most of whose channel is nobody's contract.
     */
    default boolean onDirectories() {
      return false;
    }
  }

  /** Closes a channel. */
  record Close(int slot) implements OnChannel {
    @Override
    public boolean onDirectories() {
      return true;
    }

    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      channel.close();
      open.locks().clear();
      return channel.isOpen();
    }
  }

  /** Reads somewhere, into memory inside or outside the heap. */
  record Read(int slot, long position, int length, boolean direct) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
      int read = channel.read(buffer, position);
      return read + " " + Digest.of(buffer.flip());
    }
  }

  /** Reads on. */
  record ReadNext(int slot, int length) implements OnChannel {
    @Override
    public boolean onDirectories() {
      return true;
    }

    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      ByteBuffer buffer = ByteBuffer.allocate(length);
      int read = channel.read(buffer);
      return read + " " + Digest.of(buffer.flip()) + " " + channel.position();
    }
  }

  /** Reads on, into three buffers. */
  record Scatter(int slot, int first, int second, int third) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      ByteBuffer[] buffers = {
        ByteBuffer.allocate(first), ByteBuffer.allocateDirect(second), ByteBuffer.allocate(third)
      };
      StringBuilder result = new StringBuilder();
      result.append(channel.read(buffers));
      for (ByteBuffer each : buffers) {
        result.append(' ').append(Digest.of(each.flip()));
      }
      return result.append(' ').append(channel.position()).toString();
    }
  }

  /** Writes somewhere. */
  record Write(int slot, long position, int noise, int length) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      return channel.write(Noise.buffer(noise, length), position);
    }
  }

  /** Writes on. */
  record WriteNext(int slot, int noise, int length) implements OnChannel {
    @Override
    public boolean onDirectories() {
      return true;
    }

    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      int written = channel.write(Noise.buffer(noise, length));
      return written + " " + channel.position();
    }
  }

  /** Writes on, from two buffers. */
  record Gather(int slot, int noise, int first, int second) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      ByteBuffer[] buffers = {Noise.buffer(noise, first), Noise.buffer(noise + 7, second)};
      long written = channel.write(buffers);
      return written + " " + channel.position();
    }
  }

  /** Sets the position. */
  record Seek(int slot, long position) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      channel.position(position);
      return channel.position();
    }
  }

  /** Asks where it is, and how long the file. */
  record Tell(int slot) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      return channel.position() + " of " + channel.size();
    }
  }

  /** Truncates; a larger size than the file has does not extend it. */
  record Truncate(int slot, long size) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      channel.truncate(size);
      return channel.position() + " of " + channel.size();
    }
  }

  /** Asks that all be kept. */
  record Force(int slot, boolean metaData) implements OnChannel {
    @Override
    public boolean onDirectories() {
      return true;
    }

    @Override
    public @Nullable Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      channel.force(metaData);
      return null;
    }
  }

  /**
   * Copies from channel to channel. Where both are of one file, what an overlapping copy gives is
   * nobody's contract.
   */
  record Transfer(int slot, int target, long position, long count, boolean from)
      implements OnChannel {

    @Override
    public @Nullable Object perform(Side side) throws Exception {
      Side.OpenChannel to = side.channel(target);
      Side.OpenChannel open = side.channel(slot);
      if (open == null || to == null || open.sameFileAs(to) || open.directory() || to.directory()) {
        return "nothing there";
      }
      long done =
          from
              ? open.channel().transferFrom(to.channel(), position, count)
              : open.channel().transferTo(position, count, to.channel());
      if (done == 0) {
        // Whether it was read to find that there is nothing, nobody promises: now it was.
        (from ? to : open).channel().read(ByteBuffer.allocate(1), 0);
      }
      return done + " " + open.channel().position() + " " + to.channel().position();
    }

    @Override
    public @Nullable Object on(FileChannel channel, Side.OpenChannel open) {
      throw new AssertionError();
    }
  }

  /** Takes a lock. */
  record Lock(int slot, long position, long size, boolean shared) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      FileLock lock = channel.tryLock(position, size, shared);
      if (lock == null) {
        return "somebody else's";
      }
      open.locks().add(lock);
      return lock.position() + " " + lock.size() + " " + lock.isShared() + " " + lock.isValid();
    }
  }

  /** Gives back the lock that was taken first. */
  record Unlock(int slot) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      if (open.locks().isEmpty()) {
        return "nothing there";
      }
      FileLock lock = open.locks().removeFirst();
      lock.release();
      return lock.isValid();
    }
  }

  /** Loads through a mapping, as much as there is. */
  record Load(int slot, long position, int length, boolean copied) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      long most = Math.min(length, channel.size() - position);
      if (most <= 0) {
        return "nothing there";
      }
      MapMode mode = copied ? MapMode.PRIVATE : MapMode.READ_ONLY;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment mapped = channel.map(mode, position, most, arena);
        return Digest.of(mapped.toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  /** Stores through a mapping; the file grows to it. */
  record Store(int slot, long position, int noise, int length) implements OnChannel {
    @Override
    public Object on(FileChannel channel, Side.OpenChannel open) throws Exception {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment mapped = channel.map(MapMode.READ_WRITE, position, length, arena);
        mapped.copyFrom(MemorySegment.ofBuffer(Noise.buffer(noise, length)));
        return channel.size();
      }
    }
  }
}
