package io.github.cordonfs.hadoop;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.XAttrSetFlag;
import org.apache.hadoop.fs.permission.AclEntry;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/**
 * Forwards what changes files, and says afterwards that something was changed, also if it failed:
 * it may have been done in part. Making a directory changes no file.
 */
abstract class NoticingFileSystem extends FilterFileSystem {

  /** Says that files were changed, or may have been. */
  abstract void changed();

  /** Returns whether anybody wants to know. */
  abstract boolean wantsChanges();

  /** Something that changes files. */
  interface Change<T> {
    T make() throws IOException;
  }

  /** Something that changes files and has no result. */
  interface Step {
    void make() throws IOException;
  }

  final <T> T change(Change<T> change) throws IOException {
    try {
      return change.make();
    } finally {
      changed();
    }
  }

  private void step(Step step) throws IOException {
    try {
      step.make();
    } finally {
      changed();
    }
  }

  /** A file of an object store is there when the stream is closed. */
  private FSDataOutputStream written(Change<FSDataOutputStream> change) throws IOException {
    FSDataOutputStream out = change(change);
    return wantsChanges() ? new NoticedWrites.Stream(out, this::changed) : out;
  }

  // --- writing ---

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, @Nullable Progressable progress)
      throws IOException {
    return written(() -> super.append(path, bufferSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress)
      throws IOException {
    return written(() ->
        super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress,
      Options.ChecksumOpt checksum)
      throws IOException {
    return written(() ->
        super.create(
            path, permission, flags, bufferSize, replication, blockSize, progress, checksum));
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress)
      throws IOException {
    return written(() ->
        super.createNonRecursive(
            path, permission, flags, bufferSize, replication, blockSize, progress));
  }

  @Override
  protected FSDataOutputStream primitiveCreate(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress,
      Options.ChecksumOpt checksum)
      throws IOException {
    return written(() ->
        super.primitiveCreate(
            path, permission, flags, bufferSize, replication, blockSize, progress, checksum));
  }

  @Override
  @SuppressWarnings("rawtypes") // as it is declared
  public FSDataOutputStreamBuilder createFile(Path path) {
    FSDataOutputStreamBuilder made = super.createFile(path);
    return wantsChanges() ? new NoticedWrites.Builder(fs, path, made, this::written) : made;
  }

  @Override
  @SuppressWarnings("rawtypes") // as it is declared
  public FSDataOutputStreamBuilder appendFile(Path path) {
    FSDataOutputStreamBuilder made = super.appendFile(path);
    return wantsChanges() ? new NoticedWrites.Builder(fs, path, made, this::written) : made;
  }

  @Override
  public boolean truncate(Path path, long length) throws IOException {
    return change(() -> super.truncate(path, length));
  }

  @Override
  public void concat(Path target, Path[] sources) throws IOException {
    step(() -> super.concat(target, sources));
  }

  // --- names ---

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return change(() -> super.rename(from, to));
  }

  @Override
  protected void rename(Path from, Path to, Options.Rename... options) throws IOException {
    step(() -> super.rename(from, to, options));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return change(() -> super.delete(path, recursive));
  }

  @Override
  public void createSymlink(Path target, Path link, boolean createParent) throws IOException {
    step(() -> super.createSymlink(target, link, createParent));
  }

  @Override
  public void renameSnapshot(Path path, String from, String to) throws IOException {
    step(() -> super.renameSnapshot(path, from, to));
  }

  @Override
  public void deleteSnapshot(Path path, String name) throws IOException {
    step(() -> super.deleteSnapshot(path, name));
  }

  // --- copies: those to local files may delete what was copied ---

  @Override
  public void copyFromLocalFile(boolean delete, Path from, Path to) throws IOException {
    step(() -> super.copyFromLocalFile(delete, from, to));
  }

  @Override
  public void copyFromLocalFile(boolean delete, boolean overwrite, Path[] from, Path to)
      throws IOException {
    step(() -> super.copyFromLocalFile(delete, overwrite, from, to));
  }

  @Override
  public void copyFromLocalFile(boolean delete, boolean overwrite, Path from, Path to)
      throws IOException {
    step(() -> super.copyFromLocalFile(delete, overwrite, from, to));
  }

  @Override
  public void copyToLocalFile(boolean delete, Path from, Path to) throws IOException {
    step(() -> super.copyToLocalFile(delete, from, to));
  }

  @Override
  public void completeLocalOutput(Path to, Path local) throws IOException {
    step(() -> super.completeLocalOutput(to, local));
  }

  // --- what a status says, and who may read ---

  @Override
  public boolean setReplication(Path path, short replication) throws IOException {
    return change(() -> super.setReplication(path, replication));
  }

  @Override
  public void setTimes(Path path, long modified, long accessed) throws IOException {
    step(() -> super.setTimes(path, modified, accessed));
  }

  @Override
  public void setOwner(Path path, String user, String group) throws IOException {
    step(() -> super.setOwner(path, user, group));
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    step(() -> super.setPermission(path, permission));
  }

  @Override
  public void modifyAclEntries(Path path, List<AclEntry> entries) throws IOException {
    step(() -> super.modifyAclEntries(path, entries));
  }

  @Override
  public void removeAclEntries(Path path, List<AclEntry> entries) throws IOException {
    step(() -> super.removeAclEntries(path, entries));
  }

  @Override
  public void removeDefaultAcl(Path path) throws IOException {
    step(() -> super.removeDefaultAcl(path));
  }

  @Override
  public void removeAcl(Path path) throws IOException {
    step(() -> super.removeAcl(path));
  }

  @Override
  public void setAcl(Path path, List<AclEntry> entries) throws IOException {
    step(() -> super.setAcl(path, entries));
  }

  @Override
  public void setXAttr(Path path, String name, byte[] value) throws IOException {
    step(() -> super.setXAttr(path, name, value));
  }

  @Override
  public void setXAttr(Path path, String name, byte[] value, EnumSet<XAttrSetFlag> flags)
      throws IOException {
    step(() -> super.setXAttr(path, name, value, flags));
  }

  @Override
  public void removeXAttr(Path path, String name) throws IOException {
    step(() -> super.removeXAttr(path, name));
  }

  @Override
  public void setStoragePolicy(Path path, String policy) throws IOException {
    step(() -> super.setStoragePolicy(path, policy));
  }

  @Override
  public void unsetStoragePolicy(Path path) throws IOException {
    step(() -> super.unsetStoragePolicy(path));
  }

  /** Whoever calls it wants to see what others changed. */
  @Override
  public void msync() throws IOException {
    step(() -> super.msync());
  }
}
