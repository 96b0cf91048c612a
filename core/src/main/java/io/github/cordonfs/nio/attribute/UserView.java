package io.github.cordonfs.nio.attribute;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.nio.path.CordonPath;
import io.github.cordonfs.nio.path.PathLookup;
import io.github.cordonfs.os.KeptAlive;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.access.FileErrors;
import io.github.cordonfs.vfs.attribute.UserAttributes;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.SymbolicLink;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attribute view {@code user}: names and bytes that mean something to users only. As on Linux a
 * symbolic link has none, and all of a file together may need 64 KiB (contract row S36).
 */
final class UserView implements UserDefinedFileAttributeView {

  private static final int MAX_NAME_BYTES = 255 - "user.".length();

  /** The words of the JDK's view. */
  private static final String SIZE = "Unable to get size of";

  private static final String READ = "Error reading";
  private static final String DELETE = "Unable to delete";

  private final PathLookup lookup;
  private final CordonPath path;
  private final boolean followLinks;

  UserView(PathLookup lookup, CordonPath path, boolean followLinks) {
    this.lookup = lookup;
    this.path = path;
    this.followLinks = followLinks;
  }

  @Override
  public String name() {
    return "user";
  }

  @Override
  public List<String> list() throws IOException {
    return List.copyOf(readable().userAttributes().names());
  }

  @Override
  public int size(String name) throws IOException {
    int size = readable().userAttributes().size(kept(name));
    if (size < 0) {
      throw missing(SIZE, name);
    }
    return size;
  }

  @Override
  public int read(String name, ByteBuffer dst) throws IOException {
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException("Read-only buffer");
    }
    byte[] value = readable().userAttributes().get(kept(name));
    if (value == null) {
      throw missing(READ, name);
    }
    if (value.length > dst.remaining()) {
      throw failed(READ, name, "Insufficient space in buffer");
    }
    var _ = KeptAlive.call(MemorySegment.ofBuffer(dst), () -> dst.put(value));
    return value.length;
  }

  @Override
  public int write(String name, ByteBuffer src) throws IOException {
    byte[] value = new byte[src.remaining()];
    var _ = KeptAlive.call(MemorySegment.ofBuffer(src), () -> src.duplicate().get(value));
    set(name, value);
    src.position(src.limit());
    return value.length;
  }

  @Override
  public void delete(String name) throws IOException {
    StackProbe.touch();
    Inode inode = writable();
    if (inode.userAttributes().size(kept(name)) < 0) {
      throw missing(DELETE, name);
    }
    var _ = inode.setUserAttribute(kept(name), null);
  }

  /** Returns a name as it is kept: half a surrogate pair has no bytes, as with the JDK's view. */
  static String kept(String name) {
    return new String(name.getBytes(UTF_8), UTF_8);
  }

  /** Returns whether a name is neither empty nor too long nor with a character 0. */
  static boolean isName(String name) {
    return !name.isEmpty() && name.indexOf(0) < 0 && name.getBytes(UTF_8).length <= MAX_NAME_BYTES;
  }

  /** Sets an attribute to bytes that are not used otherwise. */
  void set(String name, byte[] value) throws IOException {
    StackProbe.touch();
    Inode inode = writable();
    if (!isName(name)) {
      throw new FileSystemException(
          path.toString(), null, "no name of an attribute: \"" + name + "\"");
    }
    if (inode instanceof SymbolicLink) {
      throw FileErrors.notPermitted(path.toString(), null);
    }
    if (!inode.setUserAttribute(kept(name), value)) {
      throw FileErrors.noSpace(path.toString());
    }
  }

  /** Reads attributes as {@code Files.readAttributes(path, "user:...")} does. */
  Map<String, Object> read(String names) throws IOException {
    String[] wanted = AttributeNames.split(names);
    boolean everything = isAskedForAll(wanted);
    UserAttributes all = readable().userAttributes();
    Map<String, Object> result = new LinkedHashMap<>();
    for (String name : everything ? all.names() : List.of(wanted)) {
      result.put(name, value(all, name));
    }
    return result;
  }

  /** A request for all attributes may also name some that do not exist. */
  private static boolean isAskedForAll(String... names) {
    for (String name : names) {
      if (name.equals("*")) {
        return true;
      }
      if (name.isEmpty()) {
        throw new IllegalArgumentException("an attribute without a name");
      }
    }
    return false;
  }

  private byte[] value(UserAttributes all, String name) throws IOException {
    byte[] value = all.get(kept(name));
    if (value == null) {
      throw missing(SIZE, name);
    }
    return value;
  }

  private Inode readable() throws IOException {
    return inode(Access.READ);
  }

  private Inode writable() throws IOException {
    return inode(Access.WRITE);
  }

  private Inode inode(int wanted) throws IOException {
    StackProbe.touch();
    Inode inode = lookup.inode(path, followLinks);
    lookup.namespace().access().check(inode, wanted, path.toPathName());
    return inode;
  }

  private FileSystemException missing(String doing, String name) {
    return failed(doing, name, "No data available");
  }

  private FileSystemException failed(String doing, String name, String why) {
    return new FileSystemException(
        path.toString(), null, doing + " extended attribute '" + name + "': " + why);
  }
}
