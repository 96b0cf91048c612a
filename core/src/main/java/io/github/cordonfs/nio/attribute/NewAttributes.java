package io.github.cordonfs.nio.attribute;

import io.github.cordonfs.os.KeptAlive;
import io.github.cordonfs.vfs.attribute.UserAttributes;
import io.github.cordonfs.vfs.inode.InitialAttributes;
import io.github.cordonfs.vfs.inode.Inode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.attribute.FileAttribute;
import java.util.function.Consumer;

/** Reads the attributes that something is to be made with. */
public final class NewAttributes {

  /** What is asked for where nothing is said; the umask takes from it. */
  public static final int FILE = 0666;

  public static final int DIRECTORY = 0777;

  private final Principals principals;
  private final AttributeViews views;
  private final int umask;

  /** Of a file of which nothing else is said: one for all. */
  private final InitialAttributes plainFile;

  public NewAttributes(Principals principals, AttributeViews views, int umask) {
    this.principals = principals;
    this.views = views;
    this.umask = umask;
    this.plainFile = InitialAttributes.of(FILE & ~umask);
  }

  /**
   * Returns what attributes ask for. The umask takes from permissions however they are asked for,
   * as the kernel's does.
   *
   * @param permissions what is asked for otherwise
   * @throws UnsupportedOperationException if there is no such view, the view has no such attribute,
   *     or it cannot be set
   * @throws IllegalArgumentException if the attributes of users are too many bytes
   * @throws ClassCastException if a value is not of the attribute's type
   * @throws IOException if a group is to be the owner
   */
  public InitialAttributes of(int permissions, FileAttribute<?>... attributes) throws IOException {
    if (attributes.length == 0) {
      return permissions == FILE ? plainFile : InitialAttributes.of(permissions & ~umask);
    }
    int bits = permissions;
    UserAttributes user = UserAttributes.NONE;
    Consumer<Inode> others = _ -> {};
    for (FileAttribute<?> attribute : attributes) {
      String name = resolved(attribute.name());
      ProvidedView own = views.own(name);
      if (own != null) {
        user = own.with(user, AttributeNames.nameOf(name), attribute.value());
      } else if (name.equals("posix:permissions") || name.equals("unix:permissions")) {
        bits = Permissions.toBits(Permissions.checked(attribute.value()));
      } else if (name.equals("unix:mode")) {
        bits = (Integer) attribute.value() & Permissions.MODE;
      } else if (AttributeNames.isUser(name)) {
        user = withUser(user, AttributeNames.nameOf(name), attribute.value());
      } else if (AttributeNames.dosBit(name) != 0) {
        user = withDos(user, AttributeNames.dosBit(name), (Boolean) attribute.value());
      } else {
        others = others.andThen(AttributeNames.setter(principals, name, attribute.value()));
      }
    }
    return new InitialAttributes(bits & ~umask, others.andThen(setter(user)));
  }

  private String resolved(String wanted) {
    String name;
    try {
      name = views.resolved(wanted);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedOperationException("nothing is made with " + wanted, e);
    }
    if (views.own(name) == null && !AttributeNames.isSettable(name)) {
      throw new UnsupportedOperationException("cannot be set: " + wanted);
    }
    return name;
  }

  private static UserAttributes withUser(UserAttributes others, String name, Object value) {
    if (!UserView.isName(name)) {
      throw new IllegalArgumentException("no name of an attribute: \"user:" + name + "\"");
    }
    return fitting(others.with(UserView.kept(name), userValue(value)));
  }

  private static UserAttributes withDos(UserAttributes others, int bit, boolean on) {
    int bits = DosAttributes.bits(others);
    return fitting(DosAttributes.withBits(others, on ? bits | bit : bits & ~bit));
  }

  private static UserAttributes fitting(UserAttributes all) {
    if (!all.fit()) {
      throw new IllegalArgumentException(
          "attributes of users of more than " + UserAttributes.MAX_BYTES + " bytes");
    }
    return all;
  }

  private static Consumer<Inode> setter(UserAttributes user) {
    return user == UserAttributes.NONE ? _ -> {} : inode -> inode.setUserAttributes(user);
  }

  /** Returns a value of an attribute of the view {@code user}: an array or a buffer. */
  static byte[] userValue(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    var _ = KeptAlive.call(MemorySegment.ofBuffer(buffer), () -> buffer.get(bytes));
    return bytes;
  }
}
