package io.github.cordonfs;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  private static final CordonOptions DEFAULTS =
      new CordonOptions(
          null,
          AUTOMATIC,
          AUTOMATIC,
          HugePolicy.WITHIN_SIZE,
          PoisonPolicy.KEEP,
          InterruptPolicy.CLOSE_CHANNEL,
          false,
          true);

  private final @Nullable String name;
  private final long size;
  private final long maxInodes;
  private final HugePolicy huge;
  private final PoisonPolicy poison;
  private final InterruptPolicy interrupts;
  private final boolean injection;
  private final boolean physicalHugePages;

  private CordonOptions(
      @Nullable String name,
      long size,
      long maxInodes,
      HugePolicy huge,
      PoisonPolicy poison,
      InterruptPolicy interrupts,
      boolean injection,
      boolean physicalHugePages) {
    this.name = name;
    this.size = size;
    this.maxInodes = maxInodes;
    this.huge = huge;
    this.poison = poison;
    this.interrupts = interrupts;
    this.injection = injection;
    this.physicalHugePages = physicalHugePages;
  }

  /** Returns the options a file system has when none are given. */
  public static CordonOptions defaults() {
    return DEFAULTS;
  }

  /** Returns the name in the URI of the file system; empty if one is to be made up. */
  public Optional<String> name() {
    return Optional.ofNullable(name);
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
    return new CordonOptions(
        value, size, maxInodes, huge, poison, interrupts, injection, physicalHugePages);
  }

  /** Returns the most memory files may use, in bytes, or {@link #AUTOMATIC}. */
  public long size() {
    return size;
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
    return new CordonOptions(
        name,
        positive(bytes, "size"),
        maxInodes,
        huge,
        poison,
        interrupts,
        injection,
        physicalHugePages);
  }

  /** Returns the most files, directories and symbolic links, or {@link #AUTOMATIC}: no limit. */
  public long maxInodes() {
    return maxInodes;
  }

  /**
   * Sets the most files, directories and symbolic links together, the root directory included.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if it is less
   */
  public CordonOptions maxInodes(long count) {
    return new CordonOptions(
        name,
        size,
        positive(count, "maxInodes"),
        huge,
        poison,
        interrupts,
        injection,
        physicalHugePages);
  }

  /** Returns when files are kept in huge folios. */
  public HugePolicy huge() {
    return huge;
  }

  /**
   * Sets when files are kept in huge folios; the default is {@link HugePolicy#WITHIN_SIZE}.
   *
   * @param policy when
   */
  public CordonOptions huge(HugePolicy policy) {
    return new CordonOptions(
        name,
        size,
        maxInodes,
        Objects.requireNonNull(policy),
        poison,
        interrupts,
        injection,
        physicalHugePages);
  }

  /** Returns what becomes of a failed page. */
  public PoisonPolicy poison() {
    return poison;
  }

  /**
   * Sets what becomes of a failed page; the default is {@link PoisonPolicy#KEEP}.
   *
   * @param policy what
   */
  public CordonOptions poison(PoisonPolicy policy) {
    return new CordonOptions(
        name,
        size,
        maxInodes,
        huge,
        Objects.requireNonNull(policy),
        interrupts,
        injection,
        physicalHugePages);
  }

  /** Returns what an interrupted thread's channel operations do. */
  public InterruptPolicy interrupts() {
    return interrupts;
  }

  /**
   * Sets what an interrupted thread's channel operations do; the default is {@link
   * InterruptPolicy#CLOSE_CHANNEL}.
   *
   * @param policy what
   */
  public CordonOptions interrupts(InterruptPolicy policy) {
    return new CordonOptions(
        name,
        size,
        maxInodes,
        huge,
        poison,
        Objects.requireNonNull(policy),
        injection,
        physicalHugePages);
  }

  /** Returns whether memory failures may be injected. */
  public boolean injection() {
    return injection;
  }

  /**
   * Sets whether memory failures may be injected; the default is false, so that production code
   * cannot destroy data by accident.
   *
   * @param allowed whether
   */
  public CordonOptions injection(boolean allowed) {
    return new CordonOptions(
        name, size, maxInodes, huge, poison, interrupts, allowed, physicalHugePages);
  }

  /** Returns whether the operating system is asked for huge pages. */
  public boolean physicalHugePages() {
    return physicalHugePages;
  }

  /**
   * Sets whether the operating system is asked to back Cordon's memory with huge pages of its own,
   * as far as it can; the default is true. {@link MemoryUsage#physicalHugeBytes} tells what it
   * gave.
   *
   * @param wanted whether
   */
  public CordonOptions physicalHugePages(boolean wanted) {
    return new CordonOptions(name, size, maxInodes, huge, poison, interrupts, injection, wanted);
  }

  private static long positive(long value, String what) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1: " + value);
    }
    return value;
  }
}
