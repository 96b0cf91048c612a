package io.github.cordonfs.testkit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.PoisonedPageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Checks the files of a {@link MountedWorkload} that came to an end, through a new mount. */
final class PromiseCheck {

  private PromiseCheck() {}

  /**
   * Checks a file.
   *
   * @param known what may be relied on: one of these
   */
  static void check(List<Known> known, int file, Path path) throws IOException {
    long size = Files.size(path);
    long least = known.stream().mapToLong(each -> each.leastSize()[file]).min().orElseThrow();
    assertThat(size).as("size of %s", path).isGreaterThanOrEqualTo(least);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      for (int page = 0; page * (long) MountedWorkload.PAGE < size; page++) {
        checkPage(known, file, page, channel);
      }
    }
  }

  private static void checkPage(List<Known> known, int file, int page, FileChannel channel)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MountedWorkload.PAGE);
    try {
      channel.read(bytes, (long) page * MountedWorkload.PAGE);
    } catch (PoisonedPageException e) {
      assertThat(known)
          .as("page %d of file %d is an error", page, file)
          .anyMatch(each -> !each.well()[file].get(page));
      return;
    }
    for (int at = 0;
        at + MountedWorkload.SECTOR <= bytes.position();
        at += MountedWorkload.SECTOR) {
      int sector = (page * MountedWorkload.PAGE + at) / MountedWorkload.SECTOR;
      int version = bytes.getInt(at + 8);
      assertThat(known)
          .as("sector %d of file %d has version %d", sector, file, version)
          .anyMatch(each ->
              each.allows(file, sector, version) && !each.isKnownLost(file, sector, version));
      byte[] found = new byte[MountedWorkload.SECTOR];
      bytes.get(at, found);
      assertThat(found)
          .as("sector %d of file %d, version %d", sector, file, version)
          .isEqualTo(MountedWorkload.sector(file, sector, version));
    }
  }
}
