package io.github.cordonfs.overlay;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Owners and groups of files in Cordon as those of the real file system, which are the only ones
 * that programs see: the look-up service gives no others. A name that nobody has there stays one of
 * Cordon (contract row S79).
 */
final class OverlayPrincipals {

  private final OverlayFileSystem fileSystem;

  OverlayPrincipals(OverlayFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /** Returns the principal of the real file system that has the name of one of Cordon. */
  UserPrincipal real(UserPrincipal cordons) {
    return in(fileSystem.real(), cordons);
  }

  GroupPrincipal real(GroupPrincipal cordons) {
    return (GroupPrincipal) in(fileSystem.real(), cordons);
  }

  /** As a value of an attribute, whatever that is. */
  private Object realValue(Object value) {
    return value instanceof UserPrincipal principal ? real(principal) : acl(value, true);
  }

  /** Returns attributes by name with principals of the real file system. */
  Map<String, Object> real(Map<String, Object> attributes) {
    Map<String, Object> result = new LinkedHashMap<>();
    attributes.forEach((name, value) -> result.put(name, realValue(value)));
    return result;
  }

  /**
   * Returns the principal of Cordon for one of the real file system. Others stay as they are, and
   * Cordon decides.
   */
  UserPrincipal cordons(UserPrincipal principal) {
    boolean isReal = principal != null && in(fileSystem.real(), principal).equals(principal);
    return isReal ? in(fileSystem.cordon(), principal) : principal;
  }

  GroupPrincipal cordons(GroupPrincipal group) {
    return (GroupPrincipal) cordons((UserPrincipal) group);
  }

  /** As a value of an attribute, whatever that is. */
  Object cordonsValue(Object value) {
    return value instanceof UserPrincipal principal ? cordons(principal) : acl(value, false);
  }

  /** Returns attributes for a new file with principals of Cordon. */
  FileAttribute<?>[] cordons(FileAttribute<?>... attributes) {
    FileAttribute<?>[] result = attributes.clone();
    for (int i = 0; i < result.length; i++) {
      FileAttribute<?> attribute = result[i];
      if (attribute != null) {
        result[i] = new Attribute(attribute.name(), cordonsValue(attribute.value()));
      }
    }
    return result;
  }

  /** Returns a list of ACL entries with other principals; anything else as it is. */
  private Object acl(Object value, boolean toReal) {
    if (!(value instanceof List<?> list) || !list.stream().allMatch(AclEntry.class::isInstance)) {
      return value;
    }
    return list.stream().map(AclEntry.class::cast).map(each -> entry(each, toReal)).toList();
  }

  AclEntry entry(AclEntry entry, boolean toReal) {
    UserPrincipal principal = entry.principal();
    return AclEntry.newBuilder(entry)
        .setPrincipal(toReal ? real(principal) : cordons(principal))
        .build();
  }

  /** Returns the principal of a file system that has a name, or the one that has it now. */
  private static UserPrincipal in(FileSystem target, UserPrincipal named) {
    UserPrincipalLookupService service = target.getUserPrincipalLookupService();
    try {
      return named instanceof GroupPrincipal
          ? service.lookupPrincipalByGroupName(named.getName())
          : service.lookupPrincipalByName(named.getName());
    } catch (IOException e) {
      // Nobody there has it.
      return named;
    }
  }

  private record Attribute(String name, Object value) implements FileAttribute<Object> {}
}
