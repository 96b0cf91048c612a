package io.github.cordonfs.nio.attribute;

import java.io.IOException;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;

/**
 * The attribute view {@code owner}: a part of another, which no cast leads to.
 *
 * @param all the other
 */
record OwnerView(PosixView all) implements FileOwnerAttributeView {

  @Override
  public String name() {
    return "owner";
  }

  @Override
  public UserPrincipal getOwner() throws IOException {
    return all.getOwner();
  }

  @Override
  public void setOwner(UserPrincipal owner) throws IOException {
    all.setOwner(owner);
  }
}
