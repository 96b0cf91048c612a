package io.github.cordonfs.vfs.inode;

import io.github.cordonfs.vfs.attribute.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path as names to walk, and as the text that exceptions show. The path of a caller is walked
 * from the root, or from an open directory if it is relative and that was said. Immutable, but for
 * what it remembers of its last walk.
 */
public final class PathName {

  private static final int MAX_NAME_BYTES = 255;

  /** As Linux: PATH_MAX counts the character 0 behind it, too. */
  private static final int MAX_BYTES = 4095;

  /**
   * How far a walk came: where the first names lead as long as the tree's generation is the same.
   */
  public record Way(Directory directory, long generation, int depth) {}

  private final boolean absolute;
  private final String[] names;

  /** Made when first asked for; racy, but every thread makes an equal one. */
  private @Nullable String text;

  /** Where a relative path starts; null for the root. */
  private final @Nullable Directory start;

  /** Racy too: any way is as good as another, and a stale one is found out. */
  private @Nullable Way way;

  /** Whether {@link #fits()} was found to be so; racy, as every thread finds the same. */
  private boolean fits;

  private PathName(
      @Nullable Directory start,
      boolean absolute,
      String[] names,
      @Nullable String text,
      @Nullable Way way) {
    this.start = start;
    this.absolute = absolute;
    this.names = names;
    this.text = text;
    this.way = way;
  }

  /**
   * Makes a path of its parts.
   *
   * @param absolute whether it begins with a slash
   * @param names the names between slashes; the array is not copied and must not change
   */
  public static PathName of(boolean absolute, String[] names) {
    return new PathName(null, absolute, names, null, null);
  }

  /** Returns the path as seen from an open directory, wherever that may be moved. */
  public PathName from(Directory directory) {
    return new PathName(absolute ? null : directory, absolute, names, text, null);
  }

  /** Returns the path followed by more names; where this path leads need not be walked again. */
  public PathName resolve(String... more) {
    return new PathName(start, absolute, append(more), null, way);
  }

  private String[] append(String... more) {
    String[] longer = Arrays.copyOf(names, names.length + more.length);
    System.arraycopy(more, 0, longer, names.length, more.length);
    return longer;
  }

  /** Returns the path of a name in the directory that this path led to. */
  public PathName child(String name, Way toDirectory) {
    return isEmpty()
        ? new PathName(start, false, new String[] {name}, null, toDirectory)
        : new PathName(start, absolute, append(name), null, toDirectory);
  }

  /** Returns the way to the directory that this path led to. */
  public Way wayTo(Directory directory, long generation) {
    return new Way(directory, generation, isEmpty() ? 0 : names.length);
  }

  /** Tells whether it is the empty path, which leads to where it starts. */
  public boolean isEmpty() {
    return !absolute && names.length == 1 && names[0].isEmpty();
  }

  /** Parses the target of a symbolic link. A trailing slash asks for a directory, as {@code /.}. */
  public static PathName parse(String text) {
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '/') {
        if (i > start) {
          names.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    if (text.endsWith("/") && !names.isEmpty()) {
      names.add(".");
    }
    return new PathName(null, text.startsWith("/"), names.toArray(new String[0]), text, null);
  }

  /** Tells whether its last name is {@code .}: that is there even where nothing is. */
  public boolean endsInDot() {
    return names.length > 0 && names[names.length - 1].equals(".");
  }

  /** Returns the path as text. */
  public String text() {
    String made = text;
    if (made == null) {
      made = (absolute ? "/" : "") + String.join("/", names);
      text = made;
    }
    return made;
  }

  /** Tells whether it begins with a slash. */
  public boolean isAbsolute() {
    return absolute;
  }

  /** Returns the number of names. */
  public int length() {
    return names.length;
  }

  /** Returns a name. */
  public String name(int index) {
    return names[index];
  }

  /** Returns the names; the array must not be changed. */
  public String[] names() {
    return names;
  }

  /** Tells whether it starts in a directory of its own, and not in the root. */
  public boolean hasStart() {
    return start != null;
  }

  public @Nullable Directory start() {
    return start;
  }

  public @Nullable Way way() {
    return way;
  }

  public void remember(Way walked) {
    way = walked;
  }

  /** Tells whether a system call would take it: at most 4,095 bytes of UTF-8. */
  public boolean fits() {
    if (!fits) {
      int chars = names.length;
      for (String name : names) {
        chars += name.length();
      }
      // A char is at most three bytes; most paths are short enough to need no counting.
      fits = chars * 3L <= MAX_BYTES || fitsPath(text());
    }
    return fits;
  }

  public static boolean fitsPath(String text) {
    return Utf8.length(text) <= MAX_BYTES;
  }

  /** Tells whether a name fits a directory: at most 255 bytes of UTF-8. */
  public static boolean fits(String name) {
    // A char is at most three bytes; most names are short enough to need no counting.
    return name.length() * 3L <= MAX_NAME_BYTES || Utf8.length(name) <= MAX_NAME_BYTES;
  }

  @Override
  public String toString() {
    return text();
  }
}
