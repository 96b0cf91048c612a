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
 * Options of a file system. Immutable: every setter returns a copy.
 *
 * <pre>{@code
 * CordonOptions.defaults().size(1L << 30).huge(HugePolicy.ALWAYS).injection(true)
 * }</pre>
 */
public final class CordonOptions {

  /** Meaning of {@link #size()} and {@link #maxInodes()}: no figure was given. */
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

  /** Returns the options a file system has when none are given. */
  public static CordonOptions defaults() {
    return DEFAULTS;
  }

  /** Returns the name in the URI of the file system; empty if one is to be made up. */
  public Optional<String> name() {
    return Optional.ofNullable((String) values.get(Option.NAME));
  }

  /**
   * Sets the name: the authority of the URIs of the file system, {@code cordon://name/path}.
   *
   * @param value letters, digits, {@code -}, {@code _} and {@code .}; not empty
   * @throws IllegalArgumentException if it is not such a name
   */
  public CordonOptions name(String value) {
    if (!value.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("not a file system name: \"" + value + "\"");
    }
    return with(Option.NAME, value);
  }

  /** Returns the most memory files may use, in bytes, or {@link #AUTOMATIC}. */
  public long size() {
    return get(Option.SIZE, AUTOMATIC);
  }

  /**
   * Sets the most memory files may use. It is rounded up to 2 MiB, and down to what the machine or
   * the control group of the process can still give: a full file system says "No space left on
   * device" and never wakes the kernel's out-of-memory killer. Memory is taken as it is used. The
   * default is half of the machine's memory, rounded down likewise.
   *
   * @param bytes at least 1
   * @throws IllegalArgumentException if it is less
   */
  public CordonOptions size(long bytes) {
    return with(Option.SIZE, positive(bytes, "size"));
  }

  /** Returns the most files, directories and symbolic links, or {@link #AUTOMATIC}: no limit. */
  public long maxInodes() {
    return get(Option.MAX_INODES, AUTOMATIC);
  }

  /**
   * Sets the most files, directories and symbolic links together, the root directory included.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if it is less
   */
  public CordonOptions maxInodes(long count) {
    return with(Option.MAX_INODES, positive(count, "maxInodes"));
  }

  /** Returns when files are kept in huge folios. */
  public HugePolicy huge() {
    return get(Option.HUGE, HugePolicy.WITHIN_SIZE);
  }

  /**
   * Sets when files are kept in huge folios; the default is {@link HugePolicy#WITHIN_SIZE}.
   *
   * @param policy when
   */
  public CordonOptions huge(HugePolicy policy) {
    return with(Option.HUGE, policy);
  }

  /** Returns what becomes of a failed page. */
  public PoisonPolicy poison() {
    return get(Option.POISON, PoisonPolicy.KEEP);
  }

  /**
   * Sets what becomes of a failed page; the default is {@link PoisonPolicy#KEEP}.
   *
   * @param policy what
   */
  public CordonOptions poison(PoisonPolicy policy) {
    return with(Option.POISON, policy);
  }

  /** Returns what an interrupted thread's channel operations do. */
  public InterruptPolicy interrupts() {
    return get(Option.INTERRUPTS, InterruptPolicy.CLOSE_CHANNEL);
  }

  /**
   * Sets what an interrupted thread's channel operations do; the default is {@link
   * InterruptPolicy#CLOSE_CHANNEL}.
   *
   * @param policy what
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
   * @param allowed whether
   */
  public CordonOptions injection(boolean allowed) {
    return with(Option.INJECTION, allowed);
  }

  /** Returns whether the operating system is asked for huge pages. */
  public boolean physicalHugePages() {
    return get(Option.PHYSICAL_HUGE_PAGES, true);
  }

  /**
   * Sets whether the operating system is asked to back Cordon's memory with huge pages of its own,
   * as far as it can; the default is true. {@link MemoryUsage#physicalHugeBytes} tells what it
   * gave.
   *
   * @param wanted whether
   */
  public CordonOptions physicalHugePages(boolean wanted) {
    return with(Option.PHYSICAL_HUGE_PAGES, wanted);
  }

  /** Returns what becomes of mappings of a page that fails. */
  public MappedPoisonPolicy onMappedPoison() {
    return get(Option.ON_MAPPED_POISON, MappedPoisonPolicy.FAULT);
  }

  /**
   * Sets what becomes of mappings of a page that fails; the default is {@link
   * MappedPoisonPolicy#FAULT}.
   *
   * @param policy what
   */
  public CordonOptions onMappedPoison(MappedPoisonPolicy policy) {
    return with(Option.ON_MAPPED_POISON, policy);
  }

  /** Returns what a write of a whole poisoned page does. */
  public OverwritePolicy overwrite() {
    return get(Option.OVERWRITE, OverwritePolicy.ERROR);
  }

  /**
   * Sets what a write of a whole poisoned page does; the default is {@link OverwritePolicy#ERROR}.
   *
   * @param policy what
   */
  public CordonOptions overwrite(OverwritePolicy policy) {
    return with(Option.OVERWRITE, policy);
  }

  /** Returns where lost pages are restored from, if anywhere. */
  public Optional<RestoreSource> restore() {
    return Optional.ofNullable((RestoreSource) values.get(Option.RESTORE));
  }

  /**
   * Sets where lost pages are restored from: asked once for each page that is lost, by the thread
   * that met the failure, with no lock held (contract row R7).
   *
   * @param source where from
   */
  public CordonOptions restore(RestoreSource source) {
    return with(Option.RESTORE, source);
  }

  /** Returns whether frames that failed by injection come back by themselves. */
  public boolean recycleInjected() {
    return get(Option.RECYCLE_INJECTED, false);
  }

  /**
   * Sets whether frames whose failure was injected go back into service when their page has left
   * its file; the default is false: they stay out of service, as bad memory does (contract row U2).
   *
   * @param wanted whether
   */
  public CordonOptions recycleInjected(boolean wanted) {
    return with(Option.RECYCLE_INJECTED, wanted);
  }

  /** Returns how fast memory is searched for pages to join, in bytes a second; 0 means never. */
  public long collapseRate() {
    return get(Option.COLLAPSE_RATE, DEFAULT_RATE);
  }

  /**
   * Sets how fast memory is searched, in the background, for small folios that can be joined into
   * huge ones; the default is 64 MiB a second (contract row F2). Nothing is joined under {@link
   * HugePolicy#NEVER}.
   *
   * @param bytesPerSecond at least 0; 0 turns it off
   * @throws IllegalArgumentException if it is less
   */
  public CordonOptions collapseRate(long bytesPerSecond) {
    return with(Option.COLLAPSE_RATE, notNegative(bytesPerSecond, "collapseRate"));
  }

  /** Returns how fast memory is searched for bad pages, in bytes a second; 0 means never. */
  public long patrolRate() {
    return get(Option.PATROL_RATE, DEFAULT_RATE);
  }

  /**
   * Sets how fast memory is searched, in the background, for pages that the kernel knows to be bad,
   * before a reader finds them; the default is 64 MiB a second (contract row U7). Needs Linux 5.14.
   *
   * @param bytesPerSecond at least 0; 0 turns it off
   * @throws IllegalArgumentException if it is less
   */
  public CordonOptions patrolRate(long bytesPerSecond) {
    return with(Option.PATROL_RATE, notNegative(bytesPerSecond, "patrolRate"));
  }

  /** Returns the permissions that new files and directories do not get. */
  public int umask() {
    return get(Option.UMASK, DEFAULT_UMASK);
  }

  /**
   * Sets the permissions that new files and directories do not get, as {@code umask(2)}; the
   * default is 022. It takes from permissions that are asked for, too.
   *
   * @param bits 0 to 0777
   * @throws IllegalArgumentException if it is something else
   */
  public CordonOptions umask(int bits) {
    if (bits < 0 || bits > 0777) {
      throw new IllegalArgumentException(
          "umask must be 0 to 0777: 0" + Integer.toOctalString(bits));
    }
    return with(Option.UMASK, bits);
  }

  /** Returns when reading a file changes its access time. */
  public AtimePolicy atime() {
    return get(Option.ATIME, AtimePolicy.RELATIME);
  }

  /**
   * Sets when reading a file changes its access time; the default is {@link AtimePolicy#RELATIME}.
   *
   * @param policy when
   */
  public CordonOptions atime(AtimePolicy policy) {
    return with(Option.ATIME, policy);
  }

  /** Returns what file times are read from; empty for the system's clock. */
  public Optional<InstantSource> clock() {
    return Optional.ofNullable((InstantSource) values.get(Option.CLOCK));
  }

  /**
   * Sets what file times are read from. The default is the system's clock, read about every 2 ms,
   * as a kernel does it; another is asked for each time that is noted. The events of memory
   * failures keep to the system's clock.
   *
   * @param source what, safe for use by several threads; a {@link java.time.Clock}, for example. An
   *     instant that does not fit 64 bits of nanoseconds (years 1677 to 2262) is taken for the
   *     nearest that does. Where it throws a {@link RuntimeException}, the system's clock is read
   *     instead. It is asked with locks held and must not use the file system
   */
  public CordonOptions clock(InstantSource source) {
    return with(Option.CLOCK, source);
  }

  /** Returns the name of the user whom new files belong to. */
  public String owner() {
    return get(Option.OWNER, System.getProperty("user.name", "cordon"));
  }

  /**
   * Sets the user whom new files belong to; the default is the one who runs the JVM.
   *
   * @param user name, not empty
   * @throws IllegalArgumentException if it is empty
   */
  public CordonOptions owner(String user) {
    return with(Option.OWNER, notEmpty(user, "owner"));
  }

  /** Returns the name of the group that new files belong to. */
  public String group() {
    return get(Option.GROUP, owner());
  }

  /**
   * Sets the group that new files belong to; the default has the name of the owner.
   *
   * @param name not empty
   * @throws IllegalArgumentException if it is empty
   */
  public CordonOptions group(String name) {
    return with(Option.GROUP, notEmpty(name, "group"));
  }

  /** Returns whether permissions are enforced. */
  public boolean enforcePermissions() {
    return get(Option.ENFORCE_PERMISSIONS, false);
  }

  /**
   * Sets whether permissions are enforced, as for the user {@link #owner()} in the one group {@link
   * #group()}, who is not root; the default is false: they are stored and shown only.
   *
   * @param wanted whether
   */
  public CordonOptions enforcePermissions(boolean wanted) {
    return with(Option.ENFORCE_PERMISSIONS, wanted);
  }

  /** Returns the directory in which relative paths start. */
  public String workingDirectory() {
    return get(Option.WORKING_DIRECTORY, "/");
  }

  /**
   * Sets the directory in which relative paths start; the default is the root. It is made with the
   * file system.
   *
   * @param path absolute
   * @throws IllegalArgumentException if it is not
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
   * Adds attribute views to those that Cordon has, and to those that were added before.
   *
   * @param providers of the views
   * @throws IllegalArgumentException if a name or type is that of another view, or no name
   */
  public CordonOptions attributeProviders(AttributeProvider... providers) {
    List<AttributeProvider> all = new ArrayList<>(attributeProviders());
    all.addAll(List.of(providers));
    AttributeProviders.check(all);
    return with(Option.ATTRIBUTE_PROVIDERS, List.copyOf(all));
  }

  /** Returns what was switched off. */
  public Set<CordonFeature> without() {
    return get(Option.WITHOUT, Set.of());
  }

  /**
   * Switches features off, beside those that were before: for tests of programs that must live
   * without them.
   *
   * @param features which
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
