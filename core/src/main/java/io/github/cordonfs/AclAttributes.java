package io.github.cordonfs;

import java.io.IOException;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The view {@code acl}: {@link AttributeProvider#acl}. */
final class AclAttributes implements AttributeProvider {

  static final AclAttributes INSTANCE = new AclAttributes();

  private static final String ACL = "acl";

  private AclAttributes() {}

  @Override
  public String name() {
    return ACL;
  }

  @Override
  public Set<String> attributes() {
    return Set.of(ACL);
  }

  @Override
  public List<AclEntry> defaultValue(String attribute, PosixFileAttributes file) {
    return List.of();
  }

  @Override
  public List<AclEntry> checked(String attribute, Object value) {
    return ((List<?>) value).stream().map(AclEntry.class::cast).toList();
  }

  @Override
  public Set<String> includes() {
    return Set.of("owner");
  }

  @Override
  public Optional<Class<? extends FileAttributeView>> viewType() {
    return Optional.of(AclFileAttributeView.class);
  }

  @Override
  public AclFileAttributeView view(Attributes attributes) {
    return new View(attributes);
  }

  /** The view of one path. */
  private record View(Attributes attributes) implements AclFileAttributeView {

    @Override
    public String name() {
      return ACL;
    }

    /** A copy, which the caller may change and set. */
    @Override
    public List<AclEntry> getAcl() throws IOException {
      return new ArrayList<>(INSTANCE.checked(ACL, attributes.get("acl:acl")));
    }

    @Override
    public void setAcl(List<AclEntry> acl) throws IOException {
      attributes.set("acl:acl", acl);
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
      return (UserPrincipal) attributes.get("acl:owner");
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
      attributes.set("acl:owner", owner);
    }
  }
}
