package io.github.cordonfs.bench.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.bench.place.FileSystemTarget;
import org.junit.jupiter.api.Test;

final class RoomTest {

  private static final FilesCell FIRST_WRITE = new FilesCell(Call.FIRST_WRITE, 4L << 30);

  @Test
  void fileThatMemoryDoesNotSufficeForIsLeftOutWithThePlainReason() {
    Room room = new Room(6L << 30, 5L << 30);
    assertThat(room.lack(FIRST_WRITE, FileSystemTarget.CORDON))
        .contains(
            "firstWrite, 4 GiB: cordon is left out: it needs 6671 MiB of memory and 6 GiB are"
                + " available.");
    assertThat(room.lack(new FilesCell(Call.FIRST_WRITE, 1 << 30), FileSystemTarget.CORDON))
        .isEmpty();
  }

  @Test
  void smallTmpfsIsLeftOutWhereItIsTooSmall() {
    Room room = new Room(1L << 40, 64 << 20);
    assertThat(room.lack(FIRST_WRITE, FileSystemTarget.TMPFS))
        .contains(
            "firstWrite, 4 GiB: tmpfs is left out: it needs 4160 MiB on /dev/shm and 64 MiB are"
                + " free.");
    assertThat(room.lack(FIRST_WRITE, FileSystemTarget.CORDON)).isEmpty();
    assertThat(room.lack(new FilesCell(Call.MAP, 4096), FileSystemTarget.CORDON)).isEmpty();
  }

  @Test
  void filesInTheHeapNeedAsMuchHeap() {
    assertThat(Room.heap(FIRST_WRITE, FileSystemTarget.JIMFS)).isEqualTo(7L << 30);
    assertThat(new Room(6L << 30, 0).lack(FIRST_WRITE, FileSystemTarget.JIMFS)).isPresent();
    assertThat(new Room(8L << 30, 0).lack(FIRST_WRITE, FileSystemTarget.JIMFS)).isEmpty();
  }
}
