package io.github.cordonfs.nio.attribute;

import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.PathLookup;
import io.github.cordonfs.vfs.attribute.UserAttributes;
import io.github.cordonfs.vfs.inode.Inode;
import java.io.IOException;
import java.nio.file.attribute.FileAttributeView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** An attribute view that a user has added (contract row S43). */
final class ProvidedView {

  /** What a value is kept by: so a provider never meets values of another. */
  private record Key(AttributeProvider provider, String attribute) {}

  private final AttributeProvider provider;

  /** Its attributes, and the view each is of: this one, or one that it includes. */
  private final Map<String, String> known;

  ProvidedView(AttributeProvider provider) {
    this.provider = provider;
    Map<String, String> all = new HashMap<>();
    for (String included : provider.includes()) {
      AttributeNames.known(included).forEach(name -> all.put(name, included));
    }
    provider.attributes().forEach(name -> all.put(name, provider.name()));
    this.known = Map.copyOf(all);
  }

  AttributeProvider provider() {
    return provider;
  }

  Map<String, String> known() {
    return known;
  }

  /** Returns the view of a path. */
  FileAttributeView of(PathAttributes attributes, CordonPath path, boolean followLinks) {
    return provider.view(
        new AttributeProvider.Attributes() {
          @Override
          public Object get(String attribute) throws IOException {
            Map<String, Object> one = attributes.read(path, attribute, followLinks);
            Object value = one.get(AttributeNames.nameOf(attribute));
            if (value == null) {
              throw new IllegalArgumentException("not one attribute: " + attribute);
            }
            return value;
          }

          @Override
          public void set(String attribute, Object value) throws IOException {
            attributes.set(path, attribute, value, followLinks);
          }
        });
  }

  /** Reads attributes whose names were checked. */
  Map<String, Object> read(
      PathAttributes attributes, CordonPath path, String names, boolean followLinks)
      throws IOException {
    Inode inode;
    PosixSnapshot file;
    do {
      inode = attributes.lookup().existing(path, followLinks);
      file = new PosixSnapshot(attributes, inode);
      // As PathAttributes.basic: a file that went meanwhile looks empty.
      attributes.lookup().checkOpen();
    } while (inode.isGone());
    UserAttributes kept = inode.userAttributes();
    Map<String, Object> result = new LinkedHashMap<>();
    for (String name : AttributeNames.split(names)) {
      if (name.equals("*")) {
        for (String each : known.keySet()) {
          result.put(each, value(each, file, kept));
        }
      } else {
        result.put(name, value(name, file, kept));
      }
    }
    return result;
  }

  private Object value(String name, PosixSnapshot file, UserAttributes kept) {
    String view = Objects.requireNonNull(known.get(name));
    if (!view.equals(provider.name())) {
      return Objects.requireNonNull(AttributeNames.read(file, view + ":" + name).get(name));
    }
    Object value = kept.own(new Key(provider, name));
    return value == null ? provider.defaultValue(name, file) : value;
  }

  /** Returns attributes with a value of this view, if it may have that. */
  UserAttributes with(UserAttributes others, String name, Object value) {
    return others.withOwn(new Key(provider, name), checked(name, value));
  }

  private Object checked(String name, Object value) {
    Object checked = provider.checked(name, Objects.requireNonNull(value, name));
    return Objects.requireNonNull(checked, name);
  }

  /** Sets an attribute that is not of a view it includes. */
  void set(PathLookup lookup, CordonPath path, String name, Object value, boolean followLinks)
      throws IOException {
    StackProbe.touch();
    Object checked = checked(name, value);
    Inode inode = lookup.inode(path, followLinks);
    lookup.namespace().access().checkOwner(inode, path.toPathName());
    UserAttributes before;
    UserAttributes after;
    do {
      before = inode.userAttributes();
      after = before.withOwn(new Key(provider, name), checked);
    } while (!inode.exchangeUserAttributes(before, after));
  }
}
