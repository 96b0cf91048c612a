package io.github.cordonfs.nio.attribute;

import java.io.IOException;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Owners and groups: any name is one. Each has a number, too, for the view {@code unix}, of 32 bits
 * without a sign: a name that is a number has that one, root has 0, and others have one from 1000
 * on that they keep as long as the file system is open. Whoever looks up a number that a name has
 * gets that name, as with {@code getpwuid(3)}.
 */
public final class Principals extends UserPrincipalLookupService {

  private static final int FIRST = 1000;

  /** In place of a number: what it is for stays as it is, as with {@code chown(2)}. */
  static final int UNCHANGED = -1;

  /** An owner. */
  record User(String name) implements UserPrincipal {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A group. */
  record Group(String name) implements GroupPrincipal {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Names without a number of their own, and the numbers they were given. Users and groups. */
  private final ConcurrentHashMap<String, Integer> numbers = new ConcurrentHashMap<>();

  /** The names of numbers that were given away or asked for. */
  private final ConcurrentHashMap<Integer, String> names = new ConcurrentHashMap<>();

  /** Guarded by this object's monitor. */
  private int next = FIRST;

  /** Throws if the file system is closed. */
  private final Runnable checkOpen;

  public Principals(Runnable checkOpen) {
    this.checkOpen = checkOpen;
  }

  /**
   * Returns the name of an owner.
   *
   * @throws ProviderMismatchException if it is of another provider
   * @throws IOException if it is a group
   */
  static String user(UserPrincipal owner) throws IOException {
    return switch (Objects.requireNonNull(owner, "owner")) {
      case User user -> user.getName();
      case Group group -> throw new IOException("a group is no owner: " + group);
      default -> throw new ProviderMismatchException("not an owner of Cordon's: " + owner);
    };
  }

  /**
   * Returns the name of a group.
   *
   * @throws ProviderMismatchException if it is of another provider
   */
  static String group(GroupPrincipal group) {
    if (Objects.requireNonNull(group, "group") instanceof Group own) {
      return own.getName();
    }
    throw new ProviderMismatchException("not a group of Cordon's: " + group);
  }

  @Override
  public UserPrincipal lookupPrincipalByName(String name) throws IOException {
    checkOpen.run();
    return new User(named(checked(name)));
  }

  @Override
  public GroupPrincipal lookupPrincipalByGroupName(String group) throws IOException {
    checkOpen.run();
    return new Group(named(checked(group)));
  }

  private static String checked(String name) throws UserPrincipalNotFoundException {
    if (name.isEmpty()) {
      throw new UserPrincipalNotFoundException(name);
    }
    return name;
  }

  /** Returns the number of a name. */
  int number(String name) {
    if (name.equals("root")) {
      return 0;
    }
    if (isNumber(name)) {
      int number = Integer.parseUnsignedInt(name);
      names.putIfAbsent(number, name);
      return number;
    }
    Integer known = numbers.get(name);
    return known != null ? known : newNumber(name);
  }

  private synchronized int newNumber(String name) {
    return numbers.computeIfAbsent(
        name,
        _ -> {
          while (names.putIfAbsent(next, name) != null) {
            next++;
          }
          return next++;
        });
  }

  /** Returns the name that has a number. */
  String name(int number) {
    return number == 0 ? "root" : names.getOrDefault(number, Integer.toUnsignedString(number));
  }

  /** Returns a name, or the one that has the number which it is. */
  private String named(String name) {
    return isNumber(name) ? name(number(name)) : name;
  }

  private static boolean isNumber(String name) {
    return name.matches("[1-9][0-9]{0,9}") && Long.parseLong(name) < 0xFFFF_FFFFL;
  }
}
