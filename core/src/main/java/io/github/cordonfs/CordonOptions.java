package io.github.cordonfs;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Options of a file system. Immutable, so thread-safe; made by a {@link CordonOptionsBuilder},
 * whose methods say what each option does.
 *
 * <pre>{@code
 * CordonOptions.builder().size("1g").huge(HugePolicy.ALWAYS).injection(true).build()
 * }</pre>
 *
 * <p>Two are equal if every option has the same value, whether it was set or is the default.
 */
@SuppressWarnings("exports") // Annotations for the compiler, which callers do not need.
public final class CordonOptions {

  /** The value of {@link #size()} and {@link #maxInodes()} if they were not set. */
  public static final long AUTOMATIC = 0;

  private static final CordonOptions DEFAULTS = new CordonOptions(new EnumMap<>(Option.class));

  /** What was set; never changed. */
  private final Map<Option, Object> values;

  CordonOptions(Map<Option, Object> values) {
    this.values = values;
  }

  /** Returns the default options. */
  public static CordonOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that has set nothing yet. */
  public static CordonOptionsBuilder builder() {
    return new CordonOptionsBuilder(new EnumMap<>(Option.class));
  }

  /** Returns a builder that has set what is set here. */
  public CordonOptionsBuilder toBuilder() {
    return new CordonOptionsBuilder(new EnumMap<>(values));
  }

  /** Returns a value that was set or is the default. */
  // The builder puts in what the getters take out.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> T get(Option option) {
    return (T) Objects.requireNonNull(values.getOrDefault(option, option.byDefault()));
  }

  @SuppressWarnings("unchecked") // as above
  private <T> Optional<T> optional(Option option) {
    return Optional.ofNullable((T) values.get(option));
  }

  /** Returns the name of the file system; empty if one will be generated. */
  public Optional<String> name() {
    return optional(Option.NAME);
  }

  /** Returns the most memory that file data may use, in bytes, or {@link #AUTOMATIC}. */
  public long size() {
    return get(Option.SIZE);
  }

  /** Returns the most files, directories and symbolic links, or {@link #AUTOMATIC}: no limit. */
  public long maxInodes() {
    return get(Option.MAX_INODES);
  }

  /** Returns when file data lives in huge folios. */
  public HugePolicy huge() {
    return get(Option.HUGE);
  }

  /** Returns what happens to a page whose memory fails. */
  public PoisonPolicy poison() {
    return get(Option.POISON);
  }

  /** Returns how channels react to interrupts. */
  public InterruptPolicy interrupts() {
    return get(Option.INTERRUPTS);
  }

  /** Returns whether memory failures may be injected. */
  public boolean injection() {
    return get(Option.INJECTION);
  }

  /** Returns whether the operating system is asked for huge pages. */
  public boolean physicalHugePages() {
    return get(Option.PHYSICAL_HUGE_PAGES);
  }

  /** Returns what happens to mappings of a page that fails. */
  public MappedPoisonPolicy onMappedPoison() {
    return get(Option.ON_MAPPED_POISON);
  }

  /** Returns what a write does that covers a whole poisoned page. */
  public OverwritePolicy overwrite() {
    return get(Option.OVERWRITE);
  }

  /** Returns the source of lost pages; empty if there is none. */
  public Optional<RestoreSource> restore() {
    return optional(Option.RESTORE);
  }

  /** Returns whether memory whose failure was injected is put back into service. */
  public boolean recycleInjected() {
    return get(Option.RECYCLE_INJECTED);
  }

  /** Returns how fast memory is searched for folios to join, in bytes per second; 0 is never. */
  public long collapseRate() {
    return get(Option.COLLAPSE_RATE);
  }

  /** Returns how fast memory is searched for bad pages, in bytes per second; 0 is never. */
  public long patrolRate() {
    return get(Option.PATROL_RATE);
  }

  /** Returns the permissions that are withheld from new files and directories. */
  public int umask() {
    return get(Option.UMASK);
  }

  /** Returns when reading a file updates its access time. */
  public AtimePolicy atime() {
    return get(Option.ATIME);
  }

  /** Returns the clock that file times come from; empty for the system clock. */
  public Optional<InstantSource> clock() {
    return optional(Option.CLOCK);
  }

  /** Returns the owner of new files. */
  public String owner() {
    return values.get(Option.OWNER) instanceof String set
        ? set
        : System.getProperty("user.name", "cordon");
  }

  /** Returns the group of new files. */
  public String group() {
    return values.get(Option.GROUP) instanceof String set ? set : owner();
  }

  /** Returns whether permissions are enforced. */
  public boolean enforcePermissions() {
    return get(Option.ENFORCE_PERMISSIONS);
  }

  /** Returns the directory in which relative paths start. */
  public String workingDirectory() {
    return get(Option.WORKING_DIRECTORY);
  }

  /** Returns the attribute views that were added. */
  public List<AttributeProvider> attributeProviders() {
    return get(Option.ATTRIBUTE_PROVIDERS);
  }

  /** Returns the features that are switched off. */
  public Set<CordonFeature> without() {
    return get(Option.WITHOUT);
  }

  /** Returns what is said of a file system that was never closed and is lost. */
  public LeakDetection leakDetection() {
    return get(Option.LEAK_DETECTION);
  }

  /** Returns whether a mount can be written. */
  public boolean writable() {
    return get(Option.WRITABLE);
  }

  /** Returns whether files of a mount can be mapped for writing. */
  public boolean writableMappings() {
    return get(Option.WRITABLE_MAPPINGS);
  }

  /** Returns whether a mount goes round the cache of the operating system. */
  public DirectPolicy direct() {
    return get(Option.DIRECT);
  }

  /** Returns whether a mount that is open when the JVM ends writes what it has. */
  public boolean flushAtShutdown() {
    return get(Option.FLUSH_AT_SHUTDOWN);
  }

  private @Nullable Object effective(Option option) {
    return switch (option) {
      case OWNER -> owner();
      case GROUP -> group();
      default -> values.getOrDefault(option, option.byDefault());
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof CordonOptions options)) {
      return false;
    }
    for (Option each : Option.values()) {
      if (!Objects.equals(effective(each), options.effective(each))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Option each : Option.values()) {
      hash = 31 * hash + Objects.hashCode(effective(each));
    }
    return hash;
  }

  /** Returns what was set, by the names and values of the map of {@code newFileSystem}. */
  @Override
  public String toString() {
    StringJoiner set = new StringJoiner(", ", "CordonOptions[", "]");
    values.forEach((option, value) -> set.add(option.key() + "=" + option.show(value)));
    return set.toString();
  }
}
