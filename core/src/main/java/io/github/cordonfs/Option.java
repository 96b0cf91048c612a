package io.github.cordonfs;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can be set: its name in maps and properties, its value if it is not set, and how a value is
 * read and checked. The one place for all three, whichever way a value comes.
 */
enum Option {
  NAME("name", null),
  SIZE("size", CordonOptions.AUTOMATIC),
  MAX_INODES("maxInodes", CordonOptions.AUTOMATIC),
  HUGE("huge", HugePolicy.WITHIN_SIZE),
  POISON("poison", PoisonPolicy.KEEP),
  ON_MAPPED_POISON("onMappedPoison", MappedPoisonPolicy.FAULT),
  OVERWRITE("overwrite", OverwritePolicy.ERROR),
  RESTORE("restore", null),
  INTERRUPTS("interrupts", InterruptPolicy.CLOSE_CHANNEL),
  INJECTION("injection", false),
  RECYCLE_INJECTED("recycleInjected", false),
  PHYSICAL_HUGE_PAGES("physicalHugePages", true),
  COLLAPSE_RATE("collapseRate", 64L << 20),
  PATROL_RATE("patrolRate", 64L << 20),
  UMASK("umask", 022),
  ATIME("atime", AtimePolicy.RELATIME),
  CLOCK("clock", null),
  OWNER("owner", null),
  GROUP("group", null),
  ENFORCE_PERMISSIONS("enforcePermissions", false),
  WORKING_DIRECTORY("workingDirectory", "/"),
  ATTRIBUTE_PROVIDERS("attributeProviders", List.of()),
  WITHOUT("without", Set.of()),
  LEAK_DETECTION("leakDetection", LeakDetection.SIMPLE),
  WRITABLE("writable", false),
  WRITABLE_MAPPINGS("writableMappings", false),
  DIRECT("direct", DirectPolicy.AUTO),
  FLUSH_AT_SHUTDOWN("flushAtShutdown", true);

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // text, numbers, constants and empty collections
  private final @Nullable Object byDefault;

  Option(String key, @Nullable Object byDefault) {
    this.key = key;
    this.byDefault = byDefault;
  }

  /** Returns its name: that of the method of the builder that sets it. */
  String key() {
    return key;
  }

  /** Returns its value if it is not set; null if there is none, or if others decide. */
  @Nullable Object byDefault() {
    return byDefault;
  }

  /**
   * Returns a value as it is stored.
   *
   * @param value one of the option's type, or text
   * @throws IllegalArgumentException if it is not valid, with a message that names the option
   */
  Object read(@Nullable Object value) {
    try {
      return checked(value);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "bad option " + key + "=" + show(value) + ": " + e.getMessage(), e);
    }
  }

  /** Returns a value as text that reads as the same value, where there is such a text. */
  String show(@Nullable Object value) {
    return this == UMASK && value instanceof Integer bits
        ? "0" + Integer.toOctalString(bits)
        : OptionValues.show(value);
  }

  private Object checked(@Nullable Object value) {
    return switch (this) {
      case NAME -> OptionValues.fileSystemName(value);
      case SIZE, MAX_INODES -> OptionValues.atLeast(1, value);
      case COLLAPSE_RATE, PATROL_RATE -> OptionValues.atLeast(0, value);
      case HUGE -> OptionValues.constant(HugePolicy.class, value);
      case POISON -> OptionValues.constant(PoisonPolicy.class, value);
      case ON_MAPPED_POISON -> OptionValues.constant(MappedPoisonPolicy.class, value);
      case OVERWRITE -> OptionValues.constant(OverwritePolicy.class, value);
      case INTERRUPTS -> OptionValues.constant(InterruptPolicy.class, value);
      case LEAK_DETECTION -> OptionValues.constant(LeakDetection.class, value);
      case ATIME -> OptionValues.constant(AtimePolicy.class, value);
      case RESTORE -> OptionValues.object(RestoreSource.class, value);
      case CLOCK -> OptionValues.object(InstantSource.class, value);
      case DIRECT -> OptionValues.constant(DirectPolicy.class, value);
      case INJECTION,
          RECYCLE_INJECTED,
          PHYSICAL_HUGE_PAGES,
          ENFORCE_PERMISSIONS,
          WRITABLE,
          WRITABLE_MAPPINGS,
          FLUSH_AT_SHUTDOWN ->
          OptionValues.bool(value);
      case UMASK -> OptionValues.permissions(value);
      case OWNER, GROUP -> OptionValues.name(value);
      case WORKING_DIRECTORY -> OptionValues.absolutePath(value);
      case ATTRIBUTE_PROVIDERS -> OptionValues.providers(value);
      case WITHOUT -> OptionValues.features(value);
    };
  }

  /**
   * Returns the option of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Option named(String key, @Nullable Object value) {
    Objects.requireNonNull(key, "name");
    for (Option each : values()) {
      if (each.key.equals(key)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "bad option "
            + key
            + "="
            + value
            + ": there is no such option; there are "
            + Arrays.stream(values()).map(Option::key).collect(Collectors.joining(", ")));
  }
}
