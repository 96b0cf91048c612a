package io.github.cordonfs.vm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files of the kernel's own file systems, with pages of {@link PageContent}. */
final class DiskFile {

  private DiskFile() {}

  /** Makes a file, with version 0 of all pages, and has it written to its disk. */
  static void write(Path path, int number, int pages) throws IOException {
    Files.deleteIfExists(path); // it may have lost pages
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int index = 0; index < pages; index++) {
        writePage(channel, number, index, 0);
      }
      channel.force(true);
    }
  }

  static void writePage(FileChannel channel, int number, int index, int version)
      throws IOException {
    byte[] page = new byte[PageContent.BYTES];
    PageContent.fill(page, number, index, version);
    channel.write(ByteBuffer.wrap(page), CheckedFile.offset(index));
  }

  /** Reads a page and says what it is. */
  static String describe(FileChannel channel, int number, int index) {
    byte[] page = new byte[PageContent.BYTES];
    try {
      int count = channel.read(ByteBuffer.wrap(page), CheckedFile.offset(index));
      return count == PageContent.BYTES
          ? "version " + PageContent.versionOf(page, number, index)
          : count + " bytes";
    } catch (PageContent.WrongBytes e) {
      return "wrong bytes: " + e.getMessage();
    } catch (IOException e) {
      return "IOException: " + e.getMessage();
    }
  }
}
