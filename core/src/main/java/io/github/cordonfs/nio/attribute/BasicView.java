package io.github.cordonfs.nio.attribute;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The attribute view {@code basic}: a part of another, which no cast leads to.
 *
 * @param all the other
 */
record BasicView(PosixView all) implements BasicFileAttributeView {

  @Override
  public String name() {
    return "basic";
  }

  @Override
  public BasicFileAttributes readAttributes() throws IOException {
    return all.readBasicAttributes();
  }

  @Override
  public void setTimes(
      @Nullable FileTime lastModifiedTime,
      @Nullable FileTime lastAccessTime,
      @Nullable FileTime createTime)
      throws IOException {
    all.setTimes(lastModifiedTime, lastAccessTime, createTime);
  }
}
