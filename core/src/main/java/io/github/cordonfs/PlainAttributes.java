package io.github.cordonfs;

import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Attributes that are kept as they are set.
 *
 * @param defaults the value that each has before one is set
 */
record PlainAttributes(String name, Map<String, Object> defaults) implements AttributeProvider {

  @Override
  public Set<String> attributes() {
    return defaults.keySet();
  }

  @Override
  public Object defaultValue(String attribute, PosixFileAttributes file) {
    return Objects.requireNonNull(defaults.get(attribute));
  }

  @Override
  public Object checked(String attribute, Object value) {
    return Objects.requireNonNull(defaults.get(attribute)).getClass().cast(value);
  }
}
