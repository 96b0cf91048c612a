package io.github.cordonfs.nio.option;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.InterruptPolicy;
import io.github.cordonfs.MappedPoisonPolicy;
import io.github.cordonfs.OverwritePolicy;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.RestoreSource;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link CordonOptions} from the map of {@code FileSystems.newFileSystem(URI, Map)}. The keys
 * are the names of the options; values are of the option's type or text.
 */
public final class EnvironmentOptions {

  private EnvironmentOptions() {}

  /**
   * Returns the options.
   *
   * @throws IllegalArgumentException naming an unknown key or a bad value
   */
  public static CordonOptions parse(@Nullable String name, Map<String, ?> environment) {
    CordonOptions options = CordonOptions.defaults();
    if (name != null) {
      options = options.name(name);
    }
    for (Map.Entry<String, ?> entry : environment.entrySet()) {
      options = apply(options, entry.getKey(), entry.getValue());
    }
    return options;
  }

  /**
   * Returns the directory that an option names: a path, or the text of one of the default file
   * system.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Path directory(String key, Object value) {
    return switch (value) {
      case Path path -> path;
      case String text -> Path.of(text);
      default ->
          throw new IllegalArgumentException("bad option " + key + "=" + value + ": not a path");
    };
  }

  private static CordonOptions apply(CordonOptions options, String key, @Nullable Object value) {
    try {
      return switch (key) {
        case "size" -> options.size(bytes(value));
        case "maxInodes" -> options.maxInodes(bytes(value));
        case "huge" -> options.huge(constant(HugePolicy.class, value));
        case "poison" -> options.poison(constant(PoisonPolicy.class, value));
        case "interrupts" -> options.interrupts(constant(InterruptPolicy.class, value));
        case "onMappedPoison" -> options.onMappedPoison(constant(MappedPoisonPolicy.class, value));
        case "overwrite" -> options.overwrite(constant(OverwritePolicy.class, value));
        case "restore" -> options.restore(object(RestoreSource.class, value));
        case "clock" -> options.clock(object(InstantSource.class, value));
        case "recycleInjected" -> options.recycleInjected(truth(value));
        case "collapseRate" -> options.collapseRate(bytes(value));
        case "patrolRate" -> options.patrolRate(bytes(value));
        case "injection" -> options.injection(truth(value));
        case "workingDirectory" -> options.workingDirectory(text(value));
        case "attributeProviders" -> options.attributeProviders(providers(value));
        case "without" -> options.without(features(value));
        case "umask" -> options.umask(octal(value));
        case "atime" -> options.atime(constant(AtimePolicy.class, value));
        case "owner" -> options.owner(text(value));
        case "group" -> options.group(text(value));
        case "enforcePermissions" -> options.enforcePermissions(truth(value));
        case "physicalHugePages" -> options.physicalHugePages(truth(value));
        default -> throw new IllegalArgumentException("there is no such option");
      };
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "bad option " + key + "=" + value + ": " + e.getMessage(), e);
    }
  }

  private static <T> T object(Class<T> type, @Nullable Object value) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw new IllegalArgumentException("this is needed: " + type.getSimpleName());
  }

  /** One provider, or several; the one that comes with Cordon by its name, too. */
  private static AttributeProvider[] providers(@Nullable Object value) {
    return switch (value) {
      case AttributeProvider[] several -> several;
      case Collection<?> several ->
          several.stream()
              .map(each -> object(AttributeProvider.class, each))
              .toArray(AttributeProvider[]::new);
      case String text when text.equals("acl") -> new AttributeProvider[] {AttributeProvider.acl()};
      case null, default -> new AttributeProvider[] {object(AttributeProvider.class, value)};
    };
  }

  /** One feature, or several; in text with commas between them. */
  private static CordonFeature[] features(@Nullable Object value) {
    Collection<?> several =
        switch (value) {
          case CordonFeature[] array -> List.of(array);
          case Collection<?> collection -> collection;
          case String text -> List.of(text.strip().split("\\s*,\\s*", -1));
          case null -> throw new IllegalArgumentException("features are needed");
          default -> List.of(value);
        };
    return several.stream()
        .map(each -> constant(CordonFeature.class, each))
        .toArray(CordonFeature[]::new);
  }

  private static long bytes(@Nullable Object value) {
    return switch (value) {
      case Long number -> number;
      case Integer number -> number;
      case String text -> parseBytes(text);
      case null, default -> throw new IllegalArgumentException("a number is needed");
    };
  }

  private static long parseBytes(String text) {
    if (!text.matches("[0-9]+[kKmMgGtT]?")) {
      throw new IllegalArgumentException("a number is needed, with k, m, g or t behind it or not");
    }
    int shift =
        switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          case 't' -> 40;
          default -> 0;
        };
    String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
    return Math.multiplyExact(Long.parseLong(digits), 1L << shift);
  }

  /** A number, or text in octal. */
  private static int octal(@Nullable Object value) {
    return switch (value) {
      case Integer number -> number;
      case String text when text.matches("[0-7]{1,4}") -> Integer.parseInt(text, 8);
      case null, default -> throw new IllegalArgumentException("an octal number is needed");
    };
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a name is needed");
  }

  private static boolean truth(@Nullable Object value) {
    return switch (value) {
      case Boolean truth -> truth;
      case String text when text.equalsIgnoreCase("true") -> true;
      case String text when text.equalsIgnoreCase("false") -> false;
      case null, default -> throw new IllegalArgumentException("true or false is needed");
    };
  }

  private static <E extends Enum<E>> E constant(Class<E> type, @Nullable Object value) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    if (value instanceof String text) {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }
    throw new IllegalArgumentException("this is needed: " + type.getSimpleName());
  }
}
