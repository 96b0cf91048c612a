package io.github.cordonfs.vfs.attribute;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that users have given a file: bytes by name, as the view {@code user} shows them,
 * and objects of views of their own. Immutable: a change makes another object, so that readers need
 * no lock.
 */
public final class UserAttributes {

  /** Bytes of all names and values of a file, as several file systems of Linux have it. */
  public static final int MAX_BYTES = 64 << 10;

  /** Those of a file that was given none. */
  public static final UserAttributes NONE = new UserAttributes(new TreeMap<>(), Map.of());

  private final SortedMap<String, byte[]> values;

  private final Map<Object, Object> own;

  private UserAttributes(SortedMap<String, byte[]> values, Map<Object, Object> own) {
    this.values = values;
    this.own = own;
  }

  public boolean isEmpty() {
    return values.isEmpty() && own.isEmpty();
  }

  /** Returns the names, in order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /** Returns a copy of a value, or null if there is none. */
  public byte @Nullable [] get(String name) {
    byte[] value = values.get(name);
    return value == null ? null : value.clone();
  }

  /** Returns the size of a value in bytes, or -1 if there is none. */
  public int size(String name) {
    byte[] value = values.get(name);
    return value == null ? -1 : value.length;
  }

  /** Returns these and one more, or another value of one. */
  public UserAttributes with(String name, byte[] value) {
    SortedMap<String, byte[]> changed = new TreeMap<>(values);
    changed.put(name, value);
    return new UserAttributes(changed, own);
  }

  public UserAttributes without(String name) {
    SortedMap<String, byte[]> changed = new TreeMap<>(values);
    changed.remove(name);
    return new UserAttributes(changed, own);
  }

  /** Returns a value of a view of a user's own, or null if there is none. */
  public @Nullable Object own(Object key) {
    return own.get(key);
  }

  /** Returns these and one of a view of a user's own, or another value of one. */
  public UserAttributes withOwn(Object key, Object value) {
    Map<Object, Object> changed = new HashMap<>(own);
    changed.put(key, value);
    return new UserAttributes(values, Map.copyOf(changed));
  }

  /** Returns whether a file may have as many bytes: {@link #MAX_BYTES}. */
  public boolean fit() {
    long bytes = 0;
    for (Map.Entry<String, byte[]> entry : values.entrySet()) {
      bytes += Utf8.length(entry.getKey()) + entry.getValue().length;
    }
    return bytes <= MAX_BYTES;
  }
}
