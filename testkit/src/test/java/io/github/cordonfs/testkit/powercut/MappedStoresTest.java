package io.github.cordonfs.testkit.powercut;

import static io.github.cordonfs.testkit.powercut.SmallPrograms.fails;
import static io.github.cordonfs.testkit.powercut.SmallPrograms.survives;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Stores through writable mappings, which nobody is told of, are lost and torn like writes. */
class MappedStoresTest {

  private static final int PAGE = 4096;

  @Test
  void aStoreIsLostUnlessTheFileIsForcedThroughAChannel() throws Exception {
    fails(storing(false, MappedForce.IGNORED), "store 1 bytes at 5000 of /file through a mapping");
    survives(storing(true, MappedForce.IGNORED));
    survives(storing(false, MappedForce.ASSUMED));
  }

  private static PowerCutExploration storing(boolean channelForces, MappedForce taken) {
    return Explore.powerCuts(
            disk -> {
              try (FileChannel channel =
                  FileChannel.open(disk.root().resolve("file"), READ, WRITE)) {
                MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * PAGE);
                mapped.put(5000, (byte) 1);
                mapped.force();
                if (channelForces) {
                  channel.force(false);
                }
                disk.promise("1");
              }
            },
            disk -> {
              byte[] found = Files.readAllBytes(disk.root().resolve("file"));
              if (disk.isPromised("1")) {
                assertThat(found[5000]).isEqualTo((byte) 1);
              }
            })
        .given(disk -> Files.write(disk.root().resolve("file"), new byte[2 * PAGE]))
        .mappedForce(taken);
  }

  /** A page that is stored anew may be torn; the careful program has a checksum in it. */
  @Test
  void aMappedPageMayBeTorn() throws Exception {
    fails(page(false), "torn: ");
    survives(page(true).forces(false));
  }

  private static PowerCutExploration page(boolean careful) {
    byte[] old = filled('o');
    byte[] now = filled('n');
    return Explore.powerCuts(
            disk -> {
              try (FileChannel channel =
                  FileChannel.open(disk.root().resolve("file"), READ, WRITE)) {
                MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * PAGE);
                mapped.put(careful ? PAGE : 0, now);
                channel.force(true);
              }
            },
            disk -> {
              byte[] found = Files.readAllBytes(disk.root().resolve("file"));
              byte[] second = Arrays.copyOfRange(found, PAGE, 2 * PAGE);
              byte[] best = careful && isWhole(second) ? second : Arrays.copyOf(found, PAGE);
              assertThat(best).isIn(List.of(old, now));
            })
        .given(disk -> Files.write(disk.root().resolve("file"), Arrays.copyOf(old, 2 * PAGE)));
  }

  private static byte[] filled(char content) {
    byte[] page = new byte[PAGE];
    Arrays.fill(page, 0, PAGE - 4, (byte) content);
    ByteBuffer.wrap(page).putInt(PAGE - 4, checksum(page));
    return page;
  }

  private static boolean isWhole(byte[] page) {
    return ByteBuffer.wrap(page).getInt(PAGE - 4) == checksum(page);
  }

  private static int checksum(byte[] page) {
    CRC32 crc = new CRC32();
    crc.update(page, 0, PAGE - 4);
    return (int) crc.getValue();
  }

  @Test
  void theFileThatAMappingMakesLongerIsRecorded() throws Exception {
    List<List<String>> unforced = new java.util.ArrayList<>();
    PowerCutReport report =
        Explore.powerCuts(
                disk -> {
                  try (FileChannel channel =
                      FileChannel.open(disk.root().resolve("file"), READ, WRITE)) {
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, 10_000).put(9_999, (byte) 7);
                    channel.write(ByteBuffer.wrap(new byte[] {5}), 4);
                  }
                  unforced.add(disk.unforced());
                },
                disk -> {
                  int size = (int) Files.size(disk.root().resolve("file"));
                  assertThat(size).isIn(0, 5, PAGE, 2 * PAGE, 10_000);
                })
            .given(disk -> Files.createFile(disk.root().resolve("file")))
            .tornWrites(false)
            .run();
    assertThat(report.failures()).isEmpty();
    assertThat(unforced.getFirst())
        .contains(
            "write 1 bytes at 4 of /file", "store 1 bytes at 9999 of /file through a mapping");
  }
}
