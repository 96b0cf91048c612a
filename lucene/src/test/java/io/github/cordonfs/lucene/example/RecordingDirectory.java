package io.github.cordonfs.lucene.example;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/** Notes which pages are read, byte by byte as they are asked for. For one thread. */
final class RecordingDirectory extends FilterDirectory {

  private Set<Page> pages = new LinkedHashSet<>();

  RecordingDirectory(Directory in) {
    super(in);
  }

  /** Returns the pages read since the last call, in the order of the first read of each. */
  Set<Page> take() {
    Set<Page> taken = pages;
    pages = new LinkedHashSet<>();
    return taken;
  }

  void note(String file, long offset, long length) {
    if (length > 0) {
      long last = (offset + length - 1) / Page.BYTES;
      for (long index = offset / Page.BYTES; index <= last; index++) {
        pages.add(new Page(file, index));
      }
    }
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    return new RecordingInput(super.openInput(name, context), this, name, 0);
  }
}
