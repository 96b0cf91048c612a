package io.github.cordonfs.nio;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cordonfs.frame.StackProbe;
import io.github.cordonfs.os.KeptAlive;
import io.github.cordonfs.vfs.Access;
import io.github.cordonfs.vfs.FileErrors;
import io.github.cordonfs.vfs.Inode;
import io.github.cordonfs.vfs.SymbolicLink;
import io.github.cordonfs.vfs.UserAttributes;
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

  private final CordonPath path;
  private final boolean followLinks;

  UserView(CordonPath path, boolean followLinks) {
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
    int size = readable().userAttributes().size(name);
    if (size < 0) {
      throw missing(name);
    }
    return size;
  }

  @Override
  public int read(String name, ByteBuffer dst) throws IOException {
    byte[] value = value(readable().userAttributes(), name);
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException("Read-only buffer");
    }
    if (value.length > dst.remaining()) {
      throw new FileSystemException(
          path.toString(), null, "attribute \"" + name + "\": Numerical result out of range");
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
    if (inode.userAttributes().size(name) < 0) {
      throw missing(name);
    }
    var _ = inode.setUserAttribute(name, null);
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
    if (!inode.setUserAttribute(name, value)) {
      throw FileErrors.noSpace(path.toString());
    }
  }

  /** Reads attributes as {@code Files.readAttributes(path, "user:...")} does. */
  Map<String, Object> read(String names) throws IOException {
    UserAttributes all = readable().userAttributes();
    Map<String, Object> result = new LinkedHashMap<>();
    for (String name : names.split(",", -1)) {
      if (name.equals("*")) {
        for (String each : all.names()) {
          result.put(each, value(all, each));
        }
      } else {
        result.put(name, value(all, name));
      }
    }
    return result;
  }

  private byte[] value(UserAttributes all, String name) throws IOException {
    byte[] value = all.get(name);
    if (value == null) {
      throw missing(name);
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
    Inode inode = path.getFileSystem().inode(path, followLinks);
    path.getFileSystem().namespace().access().check(inode, wanted, path.toPathName());
    return inode;
  }

  private FileSystemException missing(String name) {
    return new FileSystemException(
        path.toString(), null, "attribute \"" + name + "\": No data available");
  }
}
