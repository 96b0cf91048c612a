package io.github.cordonfs.nio;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;

/** Owners and groups: any name is one, for permissions are stored and not enforced. */
final class Principals extends UserPrincipalLookupService {

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

  @Override
  public UserPrincipal lookupPrincipalByName(String name) {
    return new User(name);
  }

  @Override
  public GroupPrincipal lookupPrincipalByGroupName(String group) {
    return new Group(group);
  }
}
