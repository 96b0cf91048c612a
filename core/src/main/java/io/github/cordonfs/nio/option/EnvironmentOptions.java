package io.github.cordonfs.nio.option;

import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.CordonOptionsBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
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
    CordonOptionsBuilder options = CordonOptions.builder();
    for (Map.Entry<String, ?> entry :
        Objects.requireNonNull(environment, "environment").entrySet()) {
      if (entry.getKey().equals("name")) {
        throw new IllegalArgumentException(
            "bad option name=" + entry.getValue() + ": the name is not one of these options");
      }
      options.set(entry.getKey(), entry.getValue());
    }
    if (name != null) {
      options.name(name);
    }
    return options.build();
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
}
