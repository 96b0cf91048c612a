package io.github.cordonfs;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Options of a file system. Immutable: each setter returns a changed copy and leaves this object as
 * it is.
 *
 * <pre>{@code
 * CordonOptions.defaults().size(1L << 30).huge(HugePolicy.ALWAYS).injection(true)
 * }</pre>
 */
public final class CordonOptions {

  /** The value of {@link #size()} and {@link #maxInodes()} if they were not set. */
  public static final long AUTOMATIC = 0;

  private static final CordonOptions DEFAULTS = new CordonOptions(new EnumMap<>(Option.class));

  /** Default of {@link #collapseRate(long)} and {@link #patrolRate(long)}: 64 MiB a second. */
  private static final long DEFAULT_RATE = 64L << 20;

  private static final int DEFAULT_UMASK = 022;

  /** What can be set. */
  private enum Option {
    NAME,
    SIZE,
    MAX_INODES,
    HUGE,
    POISON,
    ON_MAPPED_POISON,
    OVERWRITE,
    RESTORE,
    INTERRUPTS,
    INJECTION,
    RECYCLE_INJECTED,
    PHYSICAL_HUGE_PAGES,
    COLLAPSE_RATE,
    PATROL_RATE,
    UMASK,
    ATIME,
    CLOCK,
    OWNER,
    GROUP,
    ENFORCE_PERMISSIONS,
    WORKING_DIRECTORY,
    ATTRIBUTE_PROVIDERS,
    WITHOUT
  }

  /** What was set; never changed. */
  private final Map<Option, Object> values;

  private CordonOptions(Map<Option, Object> values) {
    this.values = values;
  }

  private CordonOptions with(Option option, Object value) {
    Map<Option, Object> changed = new EnumMap<>(Option.class);
    changed.putAll(values);
    changed.put(option, Objects.requireNonNull(value));
    return new CordonOptions(changed);
  }

  @SuppressWarnings("unchecked") // the setters put in what the getters take out
  private <T> T get(Option option, T otherwise) {
    return (T) values.getOrDefault(option, otherwise);
  }

  /** Returns the default options. */
  public static CordonOptions defaults() {
    return DEFAULTS;
  }

  /** Returns the name of the file system; empty if one will be generated. */
  public Optional<String> name() {
    return Optional.ofNullable((String) values.get(Option.NAME));
  }

  /**
   * Sets the name of the file system: the authority of its URIs, {@code cordon://name/path}.
   *
   * @param value letters, digits, {@code -}, {@code _} and {@code .}; not empty
   * @throws IllegalArgumentException if {@code value} is empty or contains other characters
   */
  public CordonOptions name(String value) {
    if (!value.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("not a file system name: \"" + value + "\"");
    }
    return with(Option.NAME, value);
  }

  /** Returns the most memory that file data may use, in bytes, or {@link #AUTOMATIC}. */
  public long size() {
    return get(Option.SIZE, AUTOMATIC);
  }

  /**
   * Sets the most memory that file data may use. Memory is taken when data is written, not when the
   * file system is opened. The default is half the memory of the machine or, if that is less, of
   * the control group of the process.
   *
   * <p>The size is rounded up to 2 MiB, and then limited to what the machine or the control group
   * can give without risk of the kernel's out-of-memory killer. A file system that is full says "No
   * space left on device".
   *
   * @param bytes at least 1
   * @throws IllegalArgumentException if {@code bytes} is less than 1
   */
  public CordonOptions size(long bytes) {
    return with(Option.SIZE, positive(bytes, "size"));
  }

  /** Returns the most files, directories and symbolic links, or {@link #AUTOMATIC}: no limit. */
  public long maxInodes() {
    return get(Option.MAX_INODES, AUTOMATIC);
  }

  /**
   * Sets the maximum number of files, directories and symbolic links together, including the root
   * directory. By default there is no limit.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if {@code count} is less than 1
   */
  public CordonOptions maxInodes(long count) {
    return with(Option.MAX_INODES, positive(count, "maxInodes"));
  }

  /** Returns when file data lives in huge folios. */
  public HugePolicy huge() {
    return get(Option.HUGE, HugePolicy.WITHIN_SIZE);
  }

  /**
   * Sets when file data lives in huge folios; the default is {@link HugePolicy#WITHIN_SIZE}.
   *
   * @param policy the policy
   */
  public CordonOptions huge(HugePolicy policy) {
    return with(Option.HUGE, policy);
  }

  /** Returns what happens to a page whose memory fails. */
  public PoisonPolicy poison() {
    return get(Option.POISON, PoisonPolicy.KEEP);
  }

  /**
   * Sets what happens to a page whose memory fails; the default is {@link PoisonPolicy#KEEP}.
   *
   * @param policy the policy
   */
  public CordonOptions poison(PoisonPolicy policy) {
    return with(Option.POISON, policy);
  }

  /** Returns how channels react to interrupts. */
  public InterruptPolicy interrupts() {
    return get(Option.INTERRUPTS, InterruptPolicy.CLOSE_CHANNEL);
  }

  /**
   * Sets how channels of {@code FileChannel.open} react to interrupts; the default is {@link
   * InterruptPolicy#CLOSE_CHANNEL}. Streams and channels of {@code Files.newByteChannel} ignore
   * interrupts.
   *
   * @param policy the policy
   */
  public CordonOptions interrupts(InterruptPolicy policy) {
    return with(Option.INTERRUPTS, policy);
  }

  /** Returns whether memory failures may be injected. */
  public boolean injection() {
    return get(Option.INJECTION, false);
  }

  /**
   * Sets whether memory failures may be injected; the default is false, so that production code
   * cannot destroy data by accident.
   *
   * @param allowed whether to allow it
   */
  public CordonOptions injection(boolean allowed) {
    return with(Option.INJECTION, allowed);
  }

  /** Returns whether the operating system is asked for huge pages. */
  public boolean physicalHugePages() {
    return get(Option.PHYSICAL_HUGE_PAGES, true);
  }

  /**
   * Sets whether to ask the operating system for physical huge pages; the default is true. {@link
   * MemoryUsage#physicalHugeBytes} says how many it provided.
   *
   * @param wanted whether to ask
   */
  public CordonOptions physicalHugePages(boolean wanted) {
    return with(Option.PHYSICAL_HUGE_PAGES, wanted);
  }

  /** Returns what happens to mappings of a page that fails. */
  public MappedPoisonPolicy onMappedPoison() {
    return get(Option.ON_MAPPED_POISON, MappedPoisonPolicy.FAULT);
  }

  /**
   * Sets what happens to mappings of a page that fails; the default is {@link
   * MappedPoisonPolicy#FAULT}.
   *
   * @param policy the policy
   */
  public CordonOptions onMappedPoison(MappedPoisonPolicy policy) {
    return with(Option.ON_MAPPED_POISON, policy);
  }

  /** Returns what a write does that covers a whole poisoned page. */
  public OverwritePolicy overwrite() {
    return get(Option.OVERWRITE, OverwritePolicy.ERROR);
  }

  /**
   * Sets what a write does that covers a whole poisoned page; the default is {@link
   * OverwritePolicy#ERROR}.
   *
   * @param policy the policy
   */
  public CordonOptions overwrite(OverwritePolicy policy) {
    return with(Option.OVERWRITE, policy);
  }

  /** Returns the source of lost pages; empty if there is none. */
  public Optional<RestoreSource> restore() {
    return Optional.ofNullable((RestoreSource) values.get(Option.RESTORE));
  }

  /**
   * Sets the source that lost pages are restored from. The thread that met a failure asks it, once
   * for each lost page and with no lock held. There is none by default.
   *
   * @param source the source
   */
  public CordonOptions restore(RestoreSource source) {
    return with(Option.RESTORE, source);
  }

  /** Returns whether memory whose failure was injected is put back into service. */
  public boolean recycleInjected() {
    return get(Option.RECYCLE_INJECTED, false);
  }

  /**
   * Sets whether memory whose failure was injected is put back into service once its page has left
   * its file. The default is false: it stays out of service, as bad memory does.
   *
   * @param wanted whether to put it back
   */
  public CordonOptions recycleInjected(boolean wanted) {
    return with(Option.RECYCLE_INJECTED, wanted);
  }

  /** Returns how fast memory is searched for folios to join, in bytes per second; 0 is never. */
  public long collapseRate() {
    return get(Option.COLLAPSE_RATE, DEFAULT_RATE);
  }

  /**
   * Sets how fast a background task searches memory for small folios that it can join into huge
   * ones; the default is 64 MiB per second. It joins nothing under {@link HugePolicy#NEVER}.
   *
   * @param bytesPerSecond at least 0; 0 turns the search off
   * @throws IllegalArgumentException if {@code bytesPerSecond} is negative
   */
  public CordonOptions collapseRate(long bytesPerSecond) {
    return with(Option.COLLAPSE_RATE, notNegative(bytesPerSecond, "collapseRate"));
  }

  /** Returns how fast memory is searched for bad pages, in bytes per second; 0 is never. */
  public long patrolRate() {
    return get(Option.PATROL_RATE, DEFAULT_RATE);
  }

  /**
   * Sets how fast a background task searches memory for pages that the kernel knows to be bad, so
   * that they are found before a reader meets them; the default is 64 MiB per second. Needs Linux
   * 5.14.
   *
   * @param bytesPerSecond at least 0; 0 turns the search off
   * @throws IllegalArgumentException if {@code bytesPerSecond} is negative
   */
  public CordonOptions patrolRate(long bytesPerSecond) {
    return with(Option.PATROL_RATE, notNegative(bytesPerSecond, "patrolRate"));
  }

  /** Returns the permissions that are withheld from new files and directories. */
  public int umask() {
    return get(Option.UMASK, DEFAULT_UMASK);
  }

  /**
   * Sets the permissions that are withheld from new files and directories, as {@code umask(2)},
   * even if they are asked for; the default is 022.
   *
   * @param bits 0 to 0777
   * @throws IllegalArgumentException if {@code bits} is out of that range
   */
  public CordonOptions umask(int bits) {
    if (bits < 0 || bits > 0777) {
      throw new IllegalArgumentException(
          "umask must be 0 to 0777: 0" + Integer.toOctalString(bits));
    }
    return with(Option.UMASK, bits);
  }

  /** Returns when reading a file updates its access time. */
  public AtimePolicy atime() {
    return get(Option.ATIME, AtimePolicy.RELATIME);
  }

  /**
   * Sets when reading a file updates its access time; the default is {@link AtimePolicy#RELATIME}.
   *
   * @param policy the policy
   */
  public CordonOptions atime(AtimePolicy policy) {
    return with(Option.ATIME, policy);
  }

  /** Returns the clock that file times come from; empty for the system clock. */
  public Optional<InstantSource> clock() {
    return Optional.ofNullable((InstantSource) values.get(Option.CLOCK));
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
  public CordonOptions clock(InstantSource source) {
    return with(Option.CLOCK, source);
  }

  /** Returns the owner of new files. */
  public String owner() {
    return get(Option.OWNER, System.getProperty("user.name", "cordon"));
  }

  /**
   * Sets the owner of new files; the default is the user who runs the JVM.
   *
   * @param user name of the user, not empty
   * @throws IllegalArgumentException if {@code user} is empty
   */
  public CordonOptions owner(String user) {
    return with(Option.OWNER, notEmpty(user, "owner"));
  }

  /** Returns the group of new files. */
  public String group() {
    return get(Option.GROUP, owner());
  }

  /**
   * Sets the group of new files; the default is a group with the name of the owner.
   *
   * @param name name of the group, not empty
   * @throws IllegalArgumentException if {@code name} is empty
   */
  public CordonOptions group(String name) {
    return with(Option.GROUP, notEmpty(name, "group"));
  }

  /** Returns whether permissions are enforced. */
  public boolean enforcePermissions() {
    return get(Option.ENFORCE_PERMISSIONS, false);
  }

  /**
   * Sets whether permissions are enforced. If so, every access is that of the user {@link #owner()}
   * in the one group {@link #group()}, who is not root. The default is false: permissions are
   * stored and shown, and have no effect.
   *
   * @param wanted whether to enforce them
   */
  public CordonOptions enforcePermissions(boolean wanted) {
    return with(Option.ENFORCE_PERMISSIONS, wanted);
  }

  /** Returns the directory in which relative paths start. */
  public String workingDirectory() {
    return get(Option.WORKING_DIRECTORY, "/");
  }

  /**
   * Sets the directory in which relative paths start; the default is the root. The directory is
   * created with the file system.
   *
   * @param path an absolute path
   * @throws IllegalArgumentException if {@code path} is not absolute
   */
  public CordonOptions workingDirectory(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("workingDirectory must be absolute: " + path);
    }
    return with(Option.WORKING_DIRECTORY, path);
  }

  /** Returns the attribute views that were added. */
  public List<AttributeProvider> attributeProviders() {
    return get(Option.ATTRIBUTE_PROVIDERS, List.of());
  }

  /**
   * Adds attribute views to those that Cordon has, and to those added before.
   *
   * @param providers the views
   * @throws IllegalArgumentException if a view has the name or a type of another one, or if a name
   *     is not valid
   */
  public CordonOptions attributeProviders(AttributeProvider... providers) {
    List<AttributeProvider> all = new ArrayList<>(attributeProviders());
    all.addAll(List.of(providers));
    AttributeProviders.check(all);
    return with(Option.ATTRIBUTE_PROVIDERS, List.copyOf(all));
  }

  /** Returns the features that are switched off. */
  public Set<CordonFeature> without() {
    return get(Option.WITHOUT, Set.of());
  }

  /**
   * Switches features off, in addition to those switched off before, to test programs that must do
   * without them.
   *
   * @param features the features
   */
  public CordonOptions without(CordonFeature... features) {
    Set<CordonFeature> all = EnumSet.noneOf(CordonFeature.class);
    all.addAll(without());
    all.addAll(List.of(features));
    return with(Option.WITHOUT, Collections.unmodifiableSet(all));
  }

  private static String notEmpty(String value, String what) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
    return value;
  }

  private static long notNegative(long value, String what) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " must be at least 0: " + value);
    }
    return value;
  }

  private static long positive(long value, String what) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1: " + value);
    }
    return value;
  }
}
