package io.github.cordonfs.cli.designs.callers;

import io.github.cordonfs.cli.designs.model.Errno;
import io.github.cordonfs.cli.designs.model.Found;
import io.github.cordonfs.cli.designs.model.ModelFile;
import io.github.cordonfs.cli.designs.model.Page;
import java.io.ByteArrayOutputStream;

/** Callers that want content. */
final class Reading {

  private Reading() {}

  /** The read system call. */
  static Told read(Situation s) {
    return read(s, s.index());
  }

  private static Told read(Situation s, int index) {
    Found found = s.find(index);
    if (s.isLost(found, index)) {
      return Told.error(s.file().lostError());
    }
    if (s.file().isHole(found, index)) {
      return Told.data(new byte[Page.SIZE]);
    }
    if (found.isNull()) {
      found = s.file().fill(index);
      if (found.isNull()) {
        return Told.error(Errno.ENOMEM);
      }
      if (found.isError()) {
        return Told.error(found.error());
      }
    }
    return found.page().isUptodate() ? Told.data(found.page().load()) : Told.error(Errno.EIO);
  }

  /** A file system that computes a checksum of a file through its cache: the bytes that it used. */
  static Told checksum(Situation s) {
    ByteArrayOutputStream summed = new ByteArrayOutputStream();
    for (int i = 0; i < ModelFile.PAGES; i++) {
      Told page = read(s, i);
      byte[] data = page.data();
      if (data == null) {
        return page;
      }
      summed.writeBytes(data);
    }
    return Told.data(summed.toByteArray());
  }

  /** Following a symbolic link whose target is in the page cache. */
  static Told readLink(Situation s) {
    Found found = s.find(s.index());
    if (s.isLost(found, s.index())) {
      return Told.error(s.file().lostError());
    }
    if (found.isNull() || !found.page().isUptodate()) {
      return Told.error(Errno.ECHILD);
    }
    return Told.data(found.page().load());
  }
}
