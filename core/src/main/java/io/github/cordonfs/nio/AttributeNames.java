package io.github.cordonfs.nio;

import io.github.cordonfs.vfs.Inode;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Attributes by name: {@code view:name,name}, as {@code Files.readAttributes} describes it. */
final class AttributeNames {

  /** The names of the supported views. */
  static final Set<String> VIEWS = Set.of("basic", "owner", "posix", "unix");

  private static final Map<String, Function<AttributeSnapshot, Object>> BASIC =
      Map.of(
          "lastModifiedTime", AttributeSnapshot::lastModifiedTime,
          "lastAccessTime", AttributeSnapshot::lastAccessTime,
          "creationTime", AttributeSnapshot::creationTime,
          "size", AttributeSnapshot::size,
          "isRegularFile", AttributeSnapshot::isRegularFile,
          "isDirectory", AttributeSnapshot::isDirectory,
          "isSymbolicLink", AttributeSnapshot::isSymbolicLink,
          "isOther", AttributeSnapshot::isOther,
          "fileKey", AttributeSnapshot::fileKey);

  private static final Map<String, Function<AttributeSnapshot, Object>> OWNER =
      Map.of("owner", AttributeSnapshot::owner);

  private static final Map<String, Function<AttributeSnapshot, Object>> POSIX = posix();

  /** The names of {@code stat(2)} that the default provider of the JDK has, too, and blocks. */
  private static final Map<String, Function<AttributeSnapshot, Object>> UNIX = unix();

  private AttributeNames() {}

  private static Map<String, Function<AttributeSnapshot, Object>> posix() {
    Map<String, Function<AttributeSnapshot, Object>> all = new LinkedHashMap<>(BASIC);
    all.putAll(OWNER);
    all.put("group", AttributeSnapshot::group);
    all.put("permissions", AttributeSnapshot::permissions);
    return Map.copyOf(all);
  }

  private static Map<String, Function<AttributeSnapshot, Object>> unix() {
    Map<String, Function<AttributeSnapshot, Object>> all = new LinkedHashMap<>(POSIX);
    all.put("mode", AttributeSnapshot::mode);
    all.put("ino", AttributeSnapshot::inode);
    all.put("nlink", AttributeSnapshot::links);
    all.put("ctime", AttributeSnapshot::changeTime);
    all.put("blocks", AttributeSnapshot::blocks);
    return Map.copyOf(all);
  }

  /**
   * Reads a list of attributes.
   *
   * @throws UnsupportedOperationException if there is no such view
   * @throws IllegalArgumentException if the view has no such attribute
   */
  static Map<String, Object> read(AttributeSnapshot attributes, String list) {
    String view = viewOf(list);
    Map<String, Function<AttributeSnapshot, Object>> known = known(view);
    Map<String, Object> result = new LinkedHashMap<>();
    for (String name : nameOf(list).split(",", -1)) {
      if (name.equals("*")) {
        known.forEach((each, getter) -> result.put(each, getter.apply(attributes)));
      } else {
        Function<AttributeSnapshot, Object> getter = known.get(name);
        if (getter == null) {
          throw unknown(view, name);
        }
        result.put(name, getter.apply(attributes));
      }
    }
    return result;
  }

  /**
   * Checks that there is such a view.
   *
   * @throws UnsupportedOperationException if not
   */
  static void checkView(String list) {
    known(viewOf(list));
  }

  /**
   * Sets one attribute.
   *
   * @throws UnsupportedOperationException if there is no such view
   * @throws IllegalArgumentException if the view has no such attribute, or it cannot be set
   * @throws ClassCastException if the value is not of the attribute's type
   */
  static void write(Inode inode, String attribute, Object value) {
    String view = viewOf(attribute);
    String name = nameOf(attribute);
    if (!known(view).containsKey(name)) {
      throw unknown(view, name);
    }
    switch (name) {
      case "lastModifiedTime" -> inode.setTimes(FileTimes.nanos((FileTime) value), null, null);
      case "lastAccessTime" -> inode.setTimes(null, FileTimes.nanos((FileTime) value), null);
      case "creationTime" -> inode.setTimes(null, null, FileTimes.nanos((FileTime) value));
      case "permissions" -> inode.setPermissions(Permissions.toBits(Permissions.checked(value)));
      case "owner" -> inode.setUser(((UserPrincipal) value).getName());
      case "group" -> inode.setGroup(((GroupPrincipal) value).getName());
      default -> throw new IllegalArgumentException("cannot be set: " + attribute);
    }
  }

  private static String viewOf(String attribute) {
    int colon = attribute.indexOf(':');
    return colon < 0 ? "basic" : attribute.substring(0, colon);
  }

  private static String nameOf(String attribute) {
    return attribute.substring(attribute.indexOf(':') + 1);
  }

  private static Map<String, Function<AttributeSnapshot, Object>> known(String view) {
    return switch (view) {
      case "basic" -> BASIC;
      case "owner" -> OWNER;
      case "posix" -> POSIX;
      case "unix" -> UNIX;
      default ->
          throw new UnsupportedOperationException(
              "the attribute view \"" + view + "\" is not there; there are " + VIEWS);
    };
  }

  private static IllegalArgumentException unknown(String view, String name) {
    return new IllegalArgumentException("view " + view + " has no attribute \"" + name + "\"");
  }
}
