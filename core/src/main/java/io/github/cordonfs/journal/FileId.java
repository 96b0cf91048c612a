package io.github.cordonfs.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a file is known again, whatever its path: by its inode, and by a number that is stored with
 * it, as another file may get the inode when it is deleted.
 *
 * @param inode 0 where the store has none
 * @param stored null where the store has no user attributes, or the file no number yet
 * @param isReadable whether it is known if there is a number; an error is not its absence
 */
record FileId(long inode, @Nullable UUID stored, boolean isReadable) {

  private static final String ATTRIBUTE = "cordon.id";

  /** Returns what a file is known by. */
  static FileId of(Path file) throws IOException {
    boolean hasInodes = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    long inode =
        hasInodes
            ? ((Number) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS)).longValue()
            : 0;
    UserDefinedFileAttributeView view = view(file);
    if (view == null || !Files.getFileStore(file).supportsFileAttributeView(view.name())) {
      return new FileId(inode, null, true);
    }
    try {
      return new FileId(inode, stored(view), true);
    } catch (IOException | IllegalArgumentException _) {
      return new FileId(inode, null, false);
    }
  }

  /**
   * Returns what a file is known by, after it got a number if it had none and can have one, which
   * it keeps.
   */
  static FileId given(Path file) throws IOException {
    FileId found = of(file);
    UserDefinedFileAttributeView view = view(file);
    if (found.stored != null || view == null || !found.isReadable) {
      return found;
    }
    UUID made = UUID.randomUUID();
    try {
      var _ = view.write(ATTRIBUTE, StandardCharsets.US_ASCII.encode(made.toString()));
    } catch (IOException | UnsupportedOperationException _) {
      return found; // There are no user attributes here, or nobody may write them.
    }
    // A record with a number that the file has lost would be of no file.
    Uninterrupted.perform(file, channel -> channel.force(true), StandardOpenOption.READ);
    return new FileId(found.inode, made, true);
  }

  private static @Nullable UserDefinedFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static @Nullable UUID stored(UserDefinedFileAttributeView view) throws IOException {
    if (!view.list().contains(ATTRIBUTE)) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(view.size(ATTRIBUTE));
    var _ = view.read(ATTRIBUTE, bytes);
    return UUID.fromString(StandardCharsets.US_ASCII.decode(bytes.flip()).toString());
  }

  /**
   * Returns whether this, from a record, may be a file. In doubt it is: an error too many can be
   * cleared, and old content that looks good cannot.
   *
   * @param samePath whether it was last seen under the path that the file has
   */
  boolean mayBe(FileId file, boolean samePath) {
    boolean sameInode = inode != 0 && inode == file.inode;
    if (stored != null && file.isReadable) {
      // The path, too: a directory that was copied as a whole has other inodes.
      return stored.equals(file.stored) && (sameInode || samePath);
    }
    return sameInode || samePath;
  }
}
