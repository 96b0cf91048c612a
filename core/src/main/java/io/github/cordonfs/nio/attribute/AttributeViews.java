package io.github.cordonfs.nio.attribute;

import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.CordonFeature;
import io.github.cordonfs.CordonOptions;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which attribute views a file system has. */
public final class AttributeViews {

  private final Set<String> names;
  private final boolean posix;

  /** Those that users have added, by name. */
  private final Map<String, ProvidedView> own;

  public AttributeViews(CordonOptions options) {
    Set<String> all = new HashSet<>(AttributeNames.VIEWS);
    options.without().forEach(feature -> all.remove(viewOf(feature)));
    Map<String, ProvidedView> added = new LinkedHashMap<>();
    for (AttributeProvider provider : options.attributeProviders()) {
      added.put(provider.name(), new ProvidedView(provider));
    }
    all.addAll(added.keySet());
    this.names = Set.copyOf(all);
    this.posix = names.contains("posix");
    this.own = Map.copyOf(added);
  }

  /** Returns the name of the view that a feature is, or one of no view. */
  private static String viewOf(CordonFeature feature) {
    return switch (feature) {
      case OWNER_VIEW -> "owner";
      case POSIX_VIEW -> "posix";
      case UNIX_VIEW -> "unix";
      case USER_VIEW -> "user";
      case DOS_VIEW -> "dos";
      case LINKS, SYMBOLIC_LINKS, SECURE_DIRECTORY_STREAM, FILE_CHANNEL -> "";
    };
  }

  /** Tells whether the view {@code posix} is there. A field: attributes are read often. */
  boolean posix() {
    return posix;
  }

  public Set<String> names() {
    return names;
  }

  /** Tells whether there is a view of that type. */
  public boolean has(Class<? extends FileAttributeView> type) {
    String name = AttributeNames.viewOf(type);
    return name == null ? own(type) != null : names.contains(name);
  }

  /** Returns the view that a user has added and an attribute belongs to, if it is one. */
  @Nullable ProvidedView own(String attribute) {
    return own.get(AttributeNames.viewOf(attribute));
  }

  /** Returns the view of that type that a user has added, if there is one. */
  @Nullable ProvidedView own(Class<? extends FileAttributeView> type) {
    for (ProvidedView each : own.values()) {
      if (each.provider().viewType().filter(its -> its == type).isPresent()) {
        return each;
      }
    }
    return null;
  }

  /** Returns the view that a user has added and that has attributes of a type. */
  @Nullable ProvidedView ownOf(Class<? extends BasicFileAttributes> attributes) {
    for (ProvidedView each : own.values()) {
      if (each.provider().attributesType().filter(its -> its == attributes).isPresent()) {
        return each;
      }
    }
    return null;
  }

  /**
   * Checks that there is such a view, with such attributes; those of users are not known before.
   *
   * @param list names with commas between them, behind a view and a colon or not
   * @throws UnsupportedOperationException if there is no such view
   * @throws IllegalArgumentException if the view has no such attribute, or no name
   */
  void check(String list) {
    String view = AttributeNames.viewOf(list);
    if (view.isEmpty()) {
      throw new IllegalArgumentException(list);
    }
    requireView(view);
    if (AttributeNames.isUser(list)) {
      return;
    }
    ProvidedView added = own.get(view);
    Set<String> known = added == null ? AttributeNames.known(view) : added.known().keySet();
    for (String name : AttributeNames.split(AttributeNames.nameOf(list))) {
      if (!name.equals("*") && !known.contains(name)) {
        throw AttributeNames.unknown(view, name);
      }
    }
  }

  /**
   * Checks that there is a view.
   *
   * @throws UnsupportedOperationException if not
   */
  void requireView(String view) {
    if (!names.contains(view)) {
      throw new UnsupportedOperationException(
          "the attribute view \"" + view + "\" is not there; there are " + names);
    }
  }

  /**
   * Checks the name of one attribute that is to be set, and returns by which name of Cordon's own
   * views it goes: another only if a view that a user has added includes that of another view.
   */
  String resolved(String attribute) {
    check(attribute);
    ProvidedView added = own(attribute);
    if (added == null) {
      return attribute;
    }
    String name = AttributeNames.nameOf(attribute);
    String view = added.known().get(name);
    if (view == null) {
      // Of several names, or all.
      throw AttributeNames.unknown(AttributeNames.viewOf(attribute), name);
    }
    return view + ":" + name;
  }
}
