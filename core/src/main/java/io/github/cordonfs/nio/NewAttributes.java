package io.github.cordonfs.nio;

import io.github.cordonfs.vfs.InitialAttributes;
import io.github.cordonfs.vfs.Inode;
import java.nio.ByteBuffer;
import java.nio.file.attribute.FileAttribute;
import java.util.function.Consumer;

/** Reads the attributes that something is to be made with. */
final class NewAttributes {

  /** What is asked for where nothing is said; the umask takes from it. */
  static final int FILE = 0666;

  static final int DIRECTORY = 0777;

  private static final int MAX_USER_BYTES = 32 << 10;

  private final Principals principals;
  private final int umask;

  NewAttributes(Principals principals, int umask) {
    this.principals = principals;
    this.umask = umask;
  }

  /**
   * Returns what attributes ask for. The umask takes from permissions however they are asked for,
   * as the kernel's does.
   *
   * @param permissions what is asked for otherwise
   * @throws UnsupportedOperationException if there is no such view
   * @throws IllegalArgumentException if the view has no such attribute, or it cannot be set
   * @throws ClassCastException if a value is not of the attribute's type
   */
  InitialAttributes of(int permissions, FileAttribute<?>... attributes) {
    if (attributes.length == 0) {
      return InitialAttributes.of(permissions & ~umask);
    }
    int bits = permissions;
    Consumer<Inode> others = _ -> {};
    for (FileAttribute<?> attribute : attributes) {
      String name = attribute.name();
      if (name.equals("posix:permissions") || name.equals("unix:permissions")) {
        bits = Permissions.toBits(Permissions.checked(attribute.value()));
      } else if (AttributeNames.isUser(name)) {
        others = others.andThen(user(AttributeNames.nameOf(name), attribute.value()));
      } else {
        others = others.andThen(AttributeNames.setter(principals, name, attribute.value()));
      }
    }
    return new InitialAttributes(bits & ~umask, others);
  }

  private static Consumer<Inode> user(String name, Object value) {
    byte[] bytes = userValue(value);
    if (bytes.length > MAX_USER_BYTES || name.isEmpty()) {
      throw new IllegalArgumentException("attribute \"user:" + name + "\" of " + bytes.length);
    }
    return inode -> {
      var _ = inode.setUserAttribute(name, bytes);
    };
  }

  /** Returns a value of an attribute of the view {@code user}: an array or a buffer. */
  static byte[] userValue(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
