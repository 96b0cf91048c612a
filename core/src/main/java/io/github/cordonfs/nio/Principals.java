package io.github.cordonfs.nio;

import java.io.IOException;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Owners and groups: any name is one. Each has a number, too, for the view {@code unix}: a name
 * that is a number has that one, root has 0, and others have one from 1000 on that they keep as
 * long as the file system is open.
 */
final class Principals extends UserPrincipalLookupService {

  private static final int FIRST = 1000;

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

  private final ConcurrentHashMap<Integer, String> names = new ConcurrentHashMap<>();

  @Override
  public UserPrincipal lookupPrincipalByName(String name) throws IOException {
    return new User(checked(name));
  }

  @Override
  public GroupPrincipal lookupPrincipalByGroupName(String group) throws IOException {
    return new Group(checked(group));
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
    if (name.matches("[1-9][0-9]{0,8}")) {
      return Integer.parseInt(name);
    }
    Integer known = numbers.get(name);
    return known != null ? known : newNumber(name);
  }

  private synchronized int newNumber(String name) {
    return numbers.computeIfAbsent(
        name,
        _ -> {
          int number = FIRST + numbers.size();
          names.put(number, name);
          return number;
        });
  }

  /** Returns the name that has a number. */
  String name(int number) {
    return number == 0 ? "root" : names.getOrDefault(number, Integer.toString(number));
  }
}
