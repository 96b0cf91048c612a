package io.github.cordonfs;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link CordonOptions}. Every method changes this builder and returns it; it can be used
 * further after {@link #build}. A bad value is refused at once, with a message that names the
 * option and says what is needed.
 *
 * <p>Not thread-safe.
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public final class CordonOptionsBuilder {

  private final Map<Option, Object> values;

  CordonOptionsBuilder(Map<Option, Object> values) {
    this.values = values;
  }

  /**
   * Returns the options as they are set now.
   *
   * @throws IllegalArgumentException if two of them exclude each other: {@link
   *     HugePolicy#UNSPLITTABLE} and {@link PoisonPolicy#DROP} or {@link MappedPoisonPolicy#NOTIFY}
   */
  public CordonOptions build() {
    CordonOptions options = new CordonOptions(new EnumMap<>(values));
    if (options.huge() == HugePolicy.UNSPLITTABLE) {
      if (options.poison() == PoisonPolicy.DROP) {
        throw excluded(
            "poison=drop: a page of a folio that is never split cannot be dropped alone");
      }
      if (options.onMappedPoison() == MappedPoisonPolicy.NOTIFY) {
        throw excluded("onMappedPoison=notify: the whole folio is cut off from mappings");
      }
    }
    return options;
  }

  private static IllegalArgumentException excluded(String other) {
    return new IllegalArgumentException("bad option huge=unsplittable beside " + other);
  }

  private CordonOptionsBuilder with(Option option, Object value) {
    values.put(option, option.read(value));
    return this;
  }

  /** Sets what is set already and more. */
  private CordonOptionsBuilder add(Option option, @Nullable Object value) {
    List<Object> all = new ArrayList<>();
    if (values.get(option) instanceof Collection<?> before) {
      all.addAll(before);
    }
    Object more = option.read(value instanceof Object[] several ? Arrays.asList(several) : value);
    all.addAll((Collection<?>) more);
    return with(option, all);
  }

  /**
   * Sets an option by its name, as a map, a system property or a file of settings has it.
   *
   * @param name name of a method of this class that sets an option
   * @param value a value of the option's type or text: of numbers as for {@link #size(String)}, of
   *     constants in either case, of {@code umask} in octal, of {@code without} separated by commas
   * @throws IllegalArgumentException if there is no such option, or if the value is not valid or
   *     null; the message names the option, the value and what is possible
   */
  public CordonOptionsBuilder set(String name, @Nullable Object value) {
    Option option = Option.named(name, value);
    return switch (option) {
      case ATTRIBUTE_PROVIDERS, WITHOUT -> add(option, value);
      default -> {
        values.put(option, option.read(value));
        yield this;
      }
    };
  }

  /**
   * Sets the name of the file system: the authority of its URIs, {@code cordon://name/path}.
   *
   * @param value letters, digits, {@code -}, {@code _} and {@code .}; not empty
   * @throws IllegalArgumentException if {@code value} is empty or contains other characters
   */
  public CordonOptionsBuilder name(String value) {
    return with(Option.NAME, Objects.requireNonNull(value, "value"));
  }

  /**
   * Sets the most memory that file data may use. Memory is taken when data is written, not when the
   * file system is opened. The default is half the memory of the machine or, if that is less, of
   * the control group of the process.
   *
   * <p>The size is rounded up to 2 MiB, and then limited to what the machine or the control group
   * can give without risk of the kernel's out-of-memory killer ({@link Cordon#availableBytes()});
   * the log says so if it was more. A file system that is full says "No space left on device".
   *
   * @param bytes at least 1
   * @throws IllegalArgumentException if {@code bytes} is less than 1
   */
  public CordonOptionsBuilder size(long bytes) {
    return with(Option.SIZE, bytes);
  }

  /**
   * Sets the most memory that file data may use, as {@link #size(long)}.
   *
   * @param text a number of bytes, which may have a unit behind it, {@code k}, {@code m}, {@code g}
   *     or {@code t}, in either case: {@code "2g"} is 2 GiB
   * @throws IllegalArgumentException if {@code text} is not of that form or less than 1
   */
  public CordonOptionsBuilder size(String text) {
    return with(Option.SIZE, Objects.requireNonNull(text, "text"));
  }

  /**
   * Sets the maximum number of files, directories and symbolic links together, including the root
   * directory. By default there is no limit.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public CordonOptionsBuilder maxInodes(long count) {
    return with(Option.MAX_INODES, count);
  }

  /**
   * Sets when file data lives in huge folios; the default is {@link HugePolicy#WITHIN_SIZE}. {@link
   * HugePolicy#UNSPLITTABLE} is refused for mounts.
   *
   * @param policy the policy
   */
  public CordonOptionsBuilder huge(HugePolicy policy) {
    return with(Option.HUGE, Objects.requireNonNull(policy, "policy"));
  }

  /**
   * Sets what happens to a page whose memory fails; the default is {@link PoisonPolicy#KEEP}.
   *
   * @param policy the policy
   */
  public CordonOptionsBuilder poison(PoisonPolicy policy) {
    return with(Option.POISON, Objects.requireNonNull(policy, "policy"));
  }

  /**
   * Sets how channels of {@code FileChannel.open} react to interrupts; the default is {@link
   * InterruptPolicy#CLOSE_CHANNEL}. Streams and channels of {@code Files.newByteChannel} ignore
   * interrupts.
   *
   * @param policy the policy
   */
  public CordonOptionsBuilder interrupts(InterruptPolicy policy) {
    return with(Option.INTERRUPTS, Objects.requireNonNull(policy, "policy"));
  }

  /**
   * Sets whether memory failures may be injected; the default is false, so that production code
   * cannot destroy data by accident.
   *
   * @param allowed whether to allow it
   */
  public CordonOptionsBuilder injection(boolean allowed) {
    return with(Option.INJECTION, allowed);
  }

  /**
   * Sets whether to ask the operating system for physical huge pages; the default is true. {@link
   * MemoryUsage#physicalHugeBytes} says how many it provided.
   *
   * @param wanted whether to ask
   */
  public CordonOptionsBuilder physicalHugePages(boolean wanted) {
    return with(Option.PHYSICAL_HUGE_PAGES, wanted);
  }

  /**
   * Sets what happens to mappings of a page that fails; the default is {@link
   * MappedPoisonPolicy#FAULT}.
   *
   * @param policy the policy
   */
  public CordonOptionsBuilder onMappedPoison(MappedPoisonPolicy policy) {
    return with(Option.ON_MAPPED_POISON, Objects.requireNonNull(policy, "policy"));
  }

  /**
   * Sets what a write does that covers a whole poisoned page; the default is {@link
   * OverwritePolicy#ERROR}.
   *
   * @param policy the policy
   */
  public CordonOptionsBuilder overwrite(OverwritePolicy policy) {
    return with(Option.OVERWRITE, Objects.requireNonNull(policy, "policy"));
  }

  /**
   * Sets the source that lost pages are restored from. The thread that met a failure asks it, once
   * for each lost page and with no lock held. There is none by default.
   *
   * @param source the source
   */
  public CordonOptionsBuilder restore(RestoreSource source) {
    return with(Option.RESTORE, Objects.requireNonNull(source, "source"));
  }

  /**
   * Sets whether memory whose failure was injected is put back into service once its page has left
   * its file. The default is false: it stays out of service, as bad memory does.
   *
   * @param wanted whether to put it back
   */
  public CordonOptionsBuilder recycleInjected(boolean wanted) {
    return with(Option.RECYCLE_INJECTED, wanted);
  }

  /**
   * Sets how fast a background task searches memory for small folios that it can join into huge
   * ones; the default is 64 MiB per second. It joins nothing under {@link HugePolicy#NEVER}.
   *
   * @param bytesPerSecond at least 0; 0 turns the search off
   * @throws IllegalArgumentException if {@code bytesPerSecond} is negative
   */
  public CordonOptionsBuilder collapseRate(long bytesPerSecond) {
    return with(Option.COLLAPSE_RATE, bytesPerSecond);
  }

  /**
   * Sets the same as {@link #collapseRate(long)}.
   *
   * @param text bytes per second, written as for {@link #size(String)}
   * @throws IllegalArgumentException if {@code text} is not of that form
   */
  public CordonOptionsBuilder collapseRate(String text) {
    return with(Option.COLLAPSE_RATE, Objects.requireNonNull(text, "text"));
  }

  /**
   * Sets how fast a background task searches memory for pages that the kernel knows to be bad, so
   * that they are found before a reader meets them; the default is 64 MiB per second. Needs Linux
   * 5.14.
   *
   * @param bytesPerSecond at least 0; 0 turns the search off
   * @throws IllegalArgumentException if {@code bytesPerSecond} is negative
   */
  public CordonOptionsBuilder patrolRate(long bytesPerSecond) {
    return with(Option.PATROL_RATE, bytesPerSecond);
  }

  /**
   * Sets the same as {@link #patrolRate(long)}.
   *
   * @param text bytes per second, written as for {@link #size(String)}
   * @throws IllegalArgumentException if {@code text} is not of that form
   */
  public CordonOptionsBuilder patrolRate(String text) {
    return with(Option.PATROL_RATE, Objects.requireNonNull(text, "text"));
  }

  /**
   * Sets the permissions that are withheld from new files and directories, as {@code umask(2)},
   * even if they are asked for; the default is 022.
   *
   * @param bits 0 to 0777
   * @throws IllegalArgumentException if {@code bits} is out of that range
   */
  public CordonOptionsBuilder umask(int bits) {
    return with(Option.UMASK, bits);
  }

  /**
   * Sets when reading a file updates its access time; the default is {@link AtimePolicy#RELATIME}.
   *
   * @param policy the policy
   */
  public CordonOptionsBuilder atime(AtimePolicy policy) {
    return with(Option.ATIME, Objects.requireNonNull(policy, "policy"));
  }

  /**
   * Sets the clock that file times come from. The default is the system clock, read about every 2
   * ms, as kernels do; another clock is read for each time that is recorded. Reports of memory
   * failures always use the system clock.
   *
   * @param source the clock, a {@link java.time.Clock} for example. It must be safe for use by
   *     several threads and must not use the file system, because it is called with locks held. An
   *     instant outside the years 1677 to 2262 becomes the nearest one inside. If it throws a
   *     {@link RuntimeException}, the system clock is used instead
   */
  public CordonOptionsBuilder clock(InstantSource source) {
    return with(Option.CLOCK, Objects.requireNonNull(source, "source"));
  }

  /**
   * Sets the owner of new files; the default is the user who runs the JVM.
   *
   * @param user name of the user, not empty
   * @throws IllegalArgumentException if {@code user} is empty
   */
  public CordonOptionsBuilder owner(String user) {
    return with(Option.OWNER, Objects.requireNonNull(user, "user"));
  }

  /**
   * Sets the group of new files; the default is a group with the name of the owner.
   *
   * @param name name of the group, not empty
   * @throws IllegalArgumentException if {@code name} is empty
   */
  public CordonOptionsBuilder group(String name) {
    return with(Option.GROUP, Objects.requireNonNull(name, "name"));
  }

  /**
   * Sets whether permissions are enforced. If so, every access is that of the user {@link
   * #owner(String) owner} in the one group {@link #group(String) group}, who is not root. The
   * default is false: permissions are stored and shown, and have no effect.
   *
   * @param wanted whether to enforce them
   */
  public CordonOptionsBuilder enforcePermissions(boolean wanted) {
    return with(Option.ENFORCE_PERMISSIONS, wanted);
  }

  /**
   * Sets the directory in which relative paths start; the default is the root. The directory is
   * created with the file system.
   *
   * @param path an absolute path
   * @throws IllegalArgumentException if {@code path} is not absolute
   */
  public CordonOptionsBuilder workingDirectory(String path) {
    return with(Option.WORKING_DIRECTORY, Objects.requireNonNull(path, "path"));
  }

  /**
   * Adds attribute views to those that Cordon has, and to those added before.
   *
   * @param providers the views
   * @throws IllegalArgumentException if a view has the name or a type of another one, or if a name
   *     is not valid
   */
  public CordonOptionsBuilder attributeProviders(AttributeProvider... providers) {
    return add(Option.ATTRIBUTE_PROVIDERS, Objects.requireNonNull(providers, "providers"));
  }

  /**
   * Switches features off, in addition to those switched off before, to test programs that must do
   * without them.
   *
   * @param features the features
   */
  public CordonOptionsBuilder without(CordonFeature... features) {
    return add(Option.WITHOUT, Objects.requireNonNull(features, "features"));
  }

  /**
   * Sets what the log says of a file system that was never closed and that nothing leads to any
   * more; the default is {@link LeakDetection#SIMPLE}. Of no effect if {@link #name} is set.
   *
   * @param detection what it says
   */
  public CordonOptionsBuilder leakDetection(LeakDetection detection) {
    return with(Option.LEAK_DETECTION, Objects.requireNonNull(detection, "detection"));
  }

  /**
   * Lets a mount be written; the default is false. Of no effect on a file system in memory. Names
   * and lengths change in the directory at once, data when a file is closed or forced, after five
   * seconds, or when there is much of it. A page that fails before that is an error of each access
   * to it, and of each force, until it is written over, cut off or cleared; what the directory had
   * before is never taken for it, by later mounts neither: the loss is noted in the directory.
   *
   * @param writable whether it can
   */
  public CordonOptionsBuilder writable(boolean writable) {
    return with(Option.WRITABLE, writable);
  }

  /**
   * Lets files of a mount that can be written be mapped for writing; the default is false, as
   * {@link java.nio.MappedByteBuffer#force} cannot reach the disk from there: {@link
   * Cordon#force(java.nio.MappedByteBuffer)} does. Of no effect on a file system in memory, whose
   * files can always be mapped.
   *
   * @param writableMappings whether they can
   */
  public CordonOptionsBuilder writableMappings(boolean writableMappings) {
    return with(Option.WRITABLE_MAPPINGS, writableMappings);
  }

  /**
   * Sets whether a mount goes round the cache of the operating system; the default is {@link
   * DirectPolicy#AUTO}. Of no effect on a file system in memory, or where that is not possible.
   *
   * @param policy whether it does
   */
  public CordonOptionsBuilder direct(DirectPolicy policy) {
    return with(Option.DIRECT, Objects.requireNonNull(policy, "policy"));
  }

  /**
   * Sets whether a mount that is open when the JVM ends in an orderly way, with {@code System.exit}
   * or by SIGTERM, has what was written go to the directory; the default is true. It takes ten
   * seconds at most, and closes nothing.
   *
   * @param flush whether it does
   */
  public CordonOptionsBuilder flushAtShutdown(boolean flush) {
    return with(Option.FLUSH_AT_SHUTDOWN, flush);
  }
}
