package io.github.cordonfs;

import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that views of one's own go together, with each other and with those of Cordon. */
final class AttributeProviders {

  private static final Set<String> INCLUDED = Set.of("basic", "owner", "posix", "unix");

  private final Set<String> names = new HashSet<>(INCLUDED);

  private final Set<Class<?>> types =
      new HashSet<>(
          Set.of(
              FileAttributeView.class,
              BasicFileAttributeView.class,
              FileOwnerAttributeView.class,
              PosixFileAttributeView.class,
              UserDefinedFileAttributeView.class,
              DosFileAttributeView.class,
              BasicFileAttributes.class,
              PosixFileAttributes.class,
              DosFileAttributes.class));

  private AttributeProviders() {
    names.add("user");
    names.add("dos");
  }

  /**
   * Checks providers.
   *
   * @throws IllegalArgumentException if one cannot be there together with those before it
   */
  static void check(List<AttributeProvider> providers) {
    AttributeProviders seen = new AttributeProviders();
    providers.forEach(seen::add);
  }

  private void add(AttributeProvider provider) {
    String name = provider.name();
    requireName(name, "a view");
    if (!names.add(name)) {
      throw new IllegalArgumentException("there is an attribute view \"" + name + "\" already");
    }
    provider.attributes().forEach(each -> requireName(each, "an attribute"));
    for (String included : provider.includes()) {
      if (!INCLUDED.contains(included)) {
        throw new IllegalArgumentException(
            "the view \"" + name + "\" cannot include \"" + included + "\"");
      }
    }
    provider.viewType().ifPresent(type -> addType(name, type));
    provider.attributesType().ifPresent(type -> addType(name, type));
  }

  private static void requireName(String name, String what) {
    if (name.isEmpty() || name.matches("(?s).*[:,*].*")) {
      throw new IllegalArgumentException("no name of " + what + ": \"" + name + "\"");
    }
  }

  private void addType(String view, Class<?> type) {
    if (!types.add(type)) {
      throw new IllegalArgumentException(
          "the view \"" + view + "\" cannot have the type " + type.getName() + ": another has it");
    }
  }
}
