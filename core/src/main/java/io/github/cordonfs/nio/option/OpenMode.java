package io.github.cordonfs.nio.option;

import io.github.cordonfs.CordonOpenOption;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** What a set of open options asks for. Without WRITE or APPEND a file is opened for reading. */
public record OpenMode(
    boolean read,
    boolean write,
    boolean append,
    boolean truncate,
    boolean create,
    boolean createNew,
    boolean deleteOnClose,
    boolean followLinks,
    boolean huge,
    boolean uninterruptible,
    boolean direct,
    Sync sync) {

  /** What is to be durable when a write returns; nothing is of a file in memory. */
  public enum Sync {
    NONE,
    /** What was written. */
    DATA,
    /** And the times of the file. */
    ALL
  }

  /** Of an input stream that asks for nothing else. */
  public static final OpenMode INPUT = of(Set.of()).uninterrupted();

  /** Of an output stream that asks for nothing else. */
  public static final OpenMode OUTPUT =
      of(Set.of(
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE))
          .uninterrupted();

  /** The bit of the JDK's option for direct access. */
  private static final int DIRECT = 30;

  /**
   * Reads options.
   *
   * @throws IllegalArgumentException for combinations that the default provider refuses too
   * @throws UnsupportedOperationException for an option that Cordon does not know
   */
  public static OpenMode of(Set<? extends OpenOption> options) {
    int asked = 0;
    for (OpenOption option : options) {
      asked |= 1 << bit(option);
    }
    boolean append = has(asked, StandardOpenOption.APPEND);
    boolean write = append || has(asked, StandardOpenOption.WRITE);
    boolean read = has(asked, StandardOpenOption.READ);
    boolean truncate = has(asked, StandardOpenOption.TRUNCATE_EXISTING);
    if (append && (read || truncate)) {
      throw new IllegalArgumentException(
          (read ? "READ" : "TRUNCATE_EXISTING") + " and APPEND do not go together");
    }
    boolean deleteOnClose = has(asked, StandardOpenOption.DELETE_ON_CLOSE);
    return new OpenMode(
        read || !write,
        write,
        append,
        write && truncate,
        write && has(asked, StandardOpenOption.CREATE),
        write && has(asked, StandardOpenOption.CREATE_NEW),
        deleteOnClose,
        // What is deleted on close is the name itself: a link must not lead elsewhere.
        !deleteOnClose && !has(asked, LinkOption.NOFOLLOW_LINKS),
        has(asked, CordonOpenOption.HUGE),
        has(asked, CordonOpenOption.UNINTERRUPTIBLE),
        (asked & 1 << DIRECT) != 0,
        sync(asked));
  }

  private static Sync sync(int asked) {
    if (has(asked, StandardOpenOption.SYNC)) {
      return Sync.ALL;
    }
    return has(asked, StandardOpenOption.DSYNC) ? Sync.DATA : Sync.NONE;
  }

  /** Returns what another provider is to be asked for, to open what is there and no link. */
  public Set<OpenOption> options() {
    Set<OpenOption> options = new HashSet<>(standardOptions());
    options.remove(StandardOpenOption.CREATE);
    options.remove(StandardOpenOption.CREATE_NEW);
    options.remove(StandardOpenOption.TRUNCATE_EXISTING);
    options.add(LinkOption.NOFOLLOW_LINKS);
    return options;
  }

  /** Returns the same, but for a channel that takes no notice of interrupts. */
  public OpenMode uninterrupted() {
    return uninterruptible ? this : with(true, direct);
  }

  /** Returns the same for an asynchronous channel, of which the JDK's takes any part of a block. */
  public OpenMode asynchronous() {
    return with(true, false);
  }

  /** Returns those of the JDK's options that have an effect. */
  public Set<StandardOpenOption> standardOptions() {
    Set<StandardOpenOption> options = EnumSet.noneOf(StandardOpenOption.class);
    add(options, read, StandardOpenOption.READ);
    add(options, write, StandardOpenOption.WRITE);
    add(options, append, StandardOpenOption.APPEND);
    add(options, truncate, StandardOpenOption.TRUNCATE_EXISTING);
    add(options, create, StandardOpenOption.CREATE);
    add(options, createNew, StandardOpenOption.CREATE_NEW);
    add(options, deleteOnClose, StandardOpenOption.DELETE_ON_CLOSE);
    add(options, sync == Sync.ALL, StandardOpenOption.SYNC);
    add(options, sync == Sync.DATA, StandardOpenOption.DSYNC);
    return options;
  }

  private static void add(
      Set<StandardOpenOption> options, boolean asked, StandardOpenOption option) {
    if (asked) {
      options.add(option);
    }
  }

  private OpenMode with(boolean isUninterruptible, boolean isDirect) {
    return new OpenMode(
        read,
        write,
        append,
        truncate,
        create,
        createNew,
        deleteOnClose,
        followLinks,
        huge,
        isUninterruptible,
        isDirect,
        sync);
  }

  private static boolean has(int asked, OpenOption option) {
    return (asked & 1 << bit(option)) != 0;
  }

  /** Gives each option a bit of its own: asking a set for each of them would cost more. */
  @SuppressWarnings("EnumOrdinal") // within one call, nothing is kept
  private static int bit(OpenOption option) {
    return switch (option) {
      case StandardOpenOption standard -> standard.ordinal();
      case LinkOption link -> 16 + link.ordinal();
      case CordonOpenOption cordon -> 24 + cordon.ordinal();
      default -> bitOfOther(option);
    };
  }

  private static int bitOfOther(OpenOption option) {
    if (JdkOptions.isDirect(option)) {
      return DIRECT;
    }
    throw new UnsupportedOperationException("open option " + option + " is not there");
  }
}
