package io.github.cordonfs.nio.attribute;

import io.github.cordonfs.vfs.inode.Inode;
import java.io.IOException;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Attributes by name: {@code view:name,name}, as {@code Files.readAttributes} describes it. */
final class AttributeNames {

  /** The names of the supported views. */
  static final Set<String> VIEWS = Set.of("basic", "owner", "posix", "unix", "user", "dos");

  static final Map<String, Function<AttributeSnapshot, Object>> BASIC =
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

  /** What those views have that can be set; some have not all. */
  private static final Set<String> SETTABLE =
      Set.of(
          "lastModifiedTime",
          "lastAccessTime",
          "creationTime",
          "permissions",
          "owner",
          "group",
          "mode",
          "uid",
          "gid",
          "readonly",
          "hidden",
          "system",
          "archive");

  private static final Set<String> TIMES =
      Set.of("lastModifiedTime", "lastAccessTime", "creationTime");

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
    all.put("dev", AttributeSnapshot::device);
    // Of no file here: there are no devices.
    all.put("rdev", _ -> 0L);
    all.put("uid", AttributeSnapshot::uid);
    all.put("gid", AttributeSnapshot::gid);
    all.put("nlink", AttributeSnapshot::links);
    all.put("ctime", AttributeSnapshot::changeTime);
    all.put("blocks", AttributeSnapshot::blocks);
    return Map.copyOf(all);
  }

  /** Reads a list of attributes that was checked, of a view that is made of such a snapshot. */
  static Map<String, Object> read(AttributeSnapshot attributes, String list) {
    Map<String, Function<AttributeSnapshot, Object>> known =
        switch (viewOf(list)) {
          case "owner" -> OWNER;
          case "posix" -> POSIX;
          case "unix" -> UNIX;
          default -> BASIC;
        };
    return select(known, attributes, nameOf(list));
  }

  /** Returns the names of a list; empty ones at its end do not count, as with the JDK's views. */
  static String[] split(String names) {
    return names.split(",");
  }

  /** Reads attributes of all that are known. */
  static <T> Map<String, Object> select(
      Map<String, Function<T, Object>> known, T attributes, String names) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (String name : split(names)) {
      if (name.equals("*")) {
        known.forEach((each, getter) -> result.put(each, getter.apply(attributes)));
      } else {
        result.put(name, Objects.requireNonNull(known.get(name), name).apply(attributes));
      }
    }
    return result;
  }

  /**
   * Returns what sets one attribute of a view that is there, after checking everything that can be
   * refused.
   *
   * @throws IllegalArgumentException if the view has no such attribute, or it cannot be set
   * @throws ClassCastException if the value is not of the attribute's type
   * @throws ProviderMismatchException if it is an owner or a group of another provider
   * @throws IOException if it is a group for an owner
   */
  static Consumer<Inode> setter(Principals principals, String attribute, Object value)
      throws IOException {
    String view = viewOf(attribute);
    String name = nameOf(attribute);
    if (!known(view).contains(name)) {
      throw unknown(view, name);
    }
    return switch (name) {
      case "lastModifiedTime" -> times(value, time -> inode -> inode.setTimes(time, null, null));
      case "lastAccessTime" -> times(value, time -> inode -> inode.setTimes(null, time, null));
      case "creationTime" -> times(value, time -> inode -> inode.setTimes(null, null, time));
      case "permissions" -> permissions(Permissions.toBits(Permissions.checked(value)));
      case "mode" -> permissions((Integer) value & Permissions.MODE);
      case "owner" -> owner(Principals.user((UserPrincipal) value));
      case "group" -> group(Principals.group((GroupPrincipal) value));
      case "uid" -> isUnchanged(value) ? Inode::givenAway : owner(principals.name((Integer) value));
      case "gid" -> isUnchanged(value) ? Inode::givenAway : group(principals.name((Integer) value));
      default -> throw new IllegalArgumentException("cannot be set: " + attribute);
    };
  }

  /** Tells whether one attribute of Cordon's own views is meant that can be set. */
  static boolean isSettable(String attribute) {
    String name = nameOf(attribute);
    return isUser(attribute)
        || (SETTABLE.contains(name) && known(viewOf(attribute)).contains(name));
  }

  /** Tells whether one of the times is meant that {@link #setter} can set. */
  static boolean isTime(String attribute) {
    String name = nameOf(attribute);
    return known(viewOf(attribute)).contains(name) && TIMES.contains(name);
  }

  private static Consumer<Inode> times(Object value, LongFunction<Consumer<Inode>> setter) {
    return setter.apply(FileTimes.nanos((FileTime) value));
  }

  private static Consumer<Inode> permissions(int bits) {
    return inode -> inode.setPermissions(bits);
  }

  private static Consumer<Inode> owner(String name) {
    return inode -> inode.setUser(name);
  }

  private static Consumer<Inode> group(String name) {
    return inode -> inode.setGroup(name);
  }

  private static boolean isUnchanged(Object number) {
    return (Integer) number == Principals.UNCHANGED;
  }

  /** Returns whom a valid attribute gives a file to, or null if it does not. */
  static @Nullable String newOwner(Principals principals, String attribute, Object value)
      throws IOException {
    return switch (nameOf(attribute)) {
      case "owner" -> Principals.user((UserPrincipal) value);
      case "uid" -> isUnchanged(value) ? null : principals.name((Integer) value);
      default -> null;
    };
  }

  /** Returns which group a valid attribute gives a file to, or null if it does not. */
  static @Nullable String newGroup(Principals principals, String attribute, Object value) {
    return switch (nameOf(attribute)) {
      case "group" -> Principals.group((GroupPrincipal) value);
      case "gid" -> isUnchanged(value) ? null : principals.name((Integer) value);
      default -> null;
    };
  }

  /** Tells whether attributes of the view {@code user} are meant. */
  static boolean isUser(String attribute) {
    return viewOf(attribute).equals("user");
  }

  /** Returns the bit of the view {@code dos} that is meant, or 0 if something else is. */
  static int dosBit(String attribute) {
    return isDos(attribute) ? DosAttributes.BITS.getOrDefault(nameOf(attribute), 0) : 0;
  }

  /** Tells whether attributes of the view {@code dos} are meant. */
  static boolean isDos(String attribute) {
    return viewOf(attribute).equals("dos");
  }

  static String viewOf(String attribute) {
    int colon = attribute.indexOf(':');
    return colon < 0 ? "basic" : attribute.substring(0, colon);
  }

  /** Returns the name of a view of Cordon's own, or null if the type is of none. */
  static @Nullable String viewOf(Class<? extends FileAttributeView> type) {
    if (type == BasicFileAttributeView.class) {
      return "basic";
    }
    if (type == PosixFileAttributeView.class) {
      return "posix";
    }
    if (type == FileOwnerAttributeView.class) {
      return "owner";
    }
    if (type == UserDefinedFileAttributeView.class) {
      return "user";
    }
    return type == DosFileAttributeView.class ? "dos" : null;
  }

  static String nameOf(String attribute) {
    return attribute.substring(attribute.indexOf(':') + 1);
  }

  /** Returns the names of a view of Cordon's own. */
  static Set<String> known(String view) {
    return switch (view) {
      case "basic" -> BASIC.keySet();
      case "owner" -> OWNER.keySet();
      case "posix" -> POSIX.keySet();
      case "unix" -> UNIX.keySet();
      case "dos" -> DosAttributes.NAMES.keySet();
      // Whatever users have set.
      case "user" -> Set.of();
      default -> throw new IllegalArgumentException(view);
    };
  }

  static IllegalArgumentException unknown(String view, String name) {
    return new IllegalArgumentException("view " + view + " has no attribute \"" + name + "\"");
  }
}
