package io.github.cordonfs.testkit.powercut;

import static io.github.cordonfs.testkit.powercut.SmallPrograms.fails;
import static io.github.cordonfs.testkit.powercut.SmallPrograms.forceDirectory;
import static io.github.cordonfs.testkit.powercut.SmallPrograms.replace;
import static io.github.cordonfs.testkit.powercut.SmallPrograms.survives;
import static io.github.cordonfs.testkit.powercut.SmallPrograms.write;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * A program for each class of vulnerability that ALICE tells apart (Pillai et al., "All File
 * Systems Are Not Created Equal", OSDI 2014, section 4.4 and table 3), and its careful twin.
 */
class AliceTest {

  private static final String OLD = "old ".repeat(300);
  private static final String NEW = "new ".repeat(300);

  /** A program, careful or not. */
  private interface Program {
    PowerCutExploration of(boolean careful);
  }

  private static void foundAndClean(Program program, String described) throws Exception {
    fails(program.of(false), described);
    survives(program.of(true));
  }

  /** Money goes from one file to another; the careful program notes both balances first. */
  @Test
  void atomicityAcrossSystemCalls() throws Exception {
    foundAndClean(
        careful ->
            Explore.powerCuts(
                    disk -> {
                      Path intent = disk.root().resolve("intent");
                      if (careful) {
                        replace(intent, "50 150");
                      }
                      replace(disk.root().resolve("a"), "50");
                      replace(disk.root().resolve("b"), "150");
                      if (careful) {
                        Files.delete(intent);
                      }
                    },
                    disk -> {
                      Path intent = disk.root().resolve("intent");
                      if (Files.exists(intent)) {
                        String[] balances = Files.readString(intent).split(" ", -1);
                        replace(disk.root().resolve("a"), balances[0]);
                        replace(disk.root().resolve("b"), balances[1]);
                      }
                      assertThat(number(disk, "a") + number(disk, "b")).isEqualTo(200);
                    })
                .given(disk -> {
                  replace(disk.root().resolve("a"), "100");
                  replace(disk.root().resolve("b"), "100");
                }),
        "recovery: ");
  }

  private static int number(CrashedDisk disk, String file) throws IOException {
    return Integer.parseInt(Files.readString(disk.root().resolve(file)));
  }

  /** A log of records; those of the careful program have a checksum. */
  @Test
  void atomicityOfAppends() throws Exception {
    foundAndClean(
        careful ->
            Explore.powerCuts(
                    disk -> {
                      try (FileChannel log = FileChannel.open(disk.root().resolve("log"), WRITE)) {
                        for (String each : List.of(OLD, NEW)) {
                          log.write(record(each));
                          log.force(true);
                          disk.promise(each);
                        }
                      }
                    },
                    disk -> {
                      List<String> found = records(disk.root().resolve("log"), careful);
                      assertThat(found).hasSizeGreaterThanOrEqualTo(disk.promises().size());
                      assertThat(found).isEqualTo(List.of(OLD, NEW).subList(0, found.size()));
                    })
                .given(disk -> replace(disk.root().resolve("log"), "")),
        "torn: ");
  }

  private static ByteBuffer record(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return ByteBuffer.allocate(8 + bytes.length)
        .putInt(bytes.length)
        .putInt((int) crc.getValue())
        .put(bytes)
        .flip();
  }

  private static List<String> records(Path log, boolean checked) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log));
    List<String> records = new java.util.ArrayList<>();
    while (bytes.remaining() > 8) {
      int length = bytes.getInt();
      int checksum = bytes.getInt();
      if (length <= 0 || length > bytes.remaining()) {
        break;
      }
      byte[] body = new byte[length];
      bytes.get(body);
      CRC32 crc = new CRC32();
      crc.update(body);
      if (checked && (int) crc.getValue() != checksum) {
        break;
      }
      records.add(new String(body, StandardCharsets.UTF_8));
    }
    return records;
  }

  /** A file has a count, and so many bytes; the careful program makes the count smaller first. */
  @Test
  void atomicityOfTruncates() throws Exception {
    foundAndClean(
        careful ->
            Explore.powerCuts(
                    disk -> {
                      Path list = disk.root().resolve("list");
                      try (FileChannel channel = FileChannel.open(list, WRITE)) {
                        if (careful) {
                          channel.write(ByteBuffer.wrap(new byte[] {1}), 0);
                          channel.force(true);
                          channel.truncate(2);
                        } else {
                          channel.truncate(2);
                          channel.write(ByteBuffer.wrap(new byte[] {1}), 0);
                          channel.force(true);
                        }
                      }
                    },
                    disk -> {
                      byte[] found = Files.readAllBytes(disk.root().resolve("list"));
                      assertThat(found.length - 1).isGreaterThanOrEqualTo(found[0]);
                    })
                .given(disk -> replace(disk.root().resolve("list"), "\u0003abc")),
        "truncate /list to 2");
  }

  /** A page is written where it was; the careful program has room for two, and a checksum. */
  @Test
  void atomicityOfAnOverwrittenBlock() throws Exception {
    byte[] old = page('o');
    byte[] now = page('n');
    foundAndClean(
        careful ->
            Explore.powerCuts(
                    disk -> {
                      Path file = disk.root().resolve("page");
                      try (FileChannel channel = FileChannel.open(file, WRITE)) {
                        channel.write(ByteBuffer.wrap(now), careful ? 4096 : 0);
                        channel.force(true);
                        disk.promise("now");
                      }
                    },
                    disk -> {
                      byte[] found = Files.readAllBytes(disk.root().resolve("page"));
                      byte[] second = Arrays.copyOfRange(found, 4096, 8192);
                      byte[] best =
                          careful && isWhole(second) ? second : Arrays.copyOf(found, 4096);
                      assertThat(best)
                          .isIn(disk.isPromised("now") ? List.of(now) : List.of(old, now));
                    })
                .given(disk -> {
                  Path file = disk.root().resolve("page");
                  Files.write(file, Arrays.copyOf(old, 8192));
                }),
        "torn: ");
  }

  /** Makes a page with its checksum in its last four bytes. */
  private static byte[] page(char content) {
    byte[] page = new byte[4096];
    Arrays.fill(page, 0, 4092, (byte) content);
    CRC32 crc = new CRC32();
    crc.update(page, 0, 4092);
    ByteBuffer.wrap(page).putInt(4092, (int) crc.getValue());
    return page;
  }

  private static boolean isWhole(byte[] page) {
    CRC32 crc = new CRC32();
    crc.update(page, 0, 4092);
    return ByteBuffer.wrap(page).getInt(4092) == (int) crc.getValue();
  }

  /** A file is replaced by deleting and renaming; the careful program renames over it. */
  @Test
  void atomicityOfRenamesAndUnlinks() throws Exception {
    foundAndClean(
        careful ->
            replacing(file -> {
              Path temporary = file.resolveSibling("temporary");
              write(temporary, NEW, true);
              if (careful) {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
              } else {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
              }
              forceDirectory(file.getParent());
            }),
        "delete /file");
  }

  /** A journal for undoing is forced, and its name is not, before the file is overwritten. */
  @Test
  void orderingBySafeFileFlush() throws Exception {
    foundAndClean(
        careful ->
            Explore.powerCuts(
                    disk -> {
                      Path journal = disk.root().resolve("journal");
                      write(journal, OLD, true);
                      if (careful) {
                        forceDirectory(disk.root());
                      }
                      write(disk.root().resolve("file"), NEW, true);
                      Files.delete(journal);
                    },
                    disk -> {
                      Path journal = disk.root().resolve("journal");
                      boolean undo = Files.exists(journal) && Files.readString(journal).equals(OLD);
                      assertThat(undo ? OLD : Files.readString(disk.root().resolve("file")))
                          .isIn(OLD, NEW);
                    })
                .given(disk -> write(disk.root().resolve("file"), OLD, true)),
        "lost: 1 create /journal");
  }

  /** A file is renamed before its bytes are forced. */
  @Test
  void orderingBySafeRenames() throws Exception {
    foundAndClean(
        careful ->
            replacing(file -> {
              Path temporary = file.resolveSibling("temporary");
              write(temporary, NEW, careful);
              Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
              forceDirectory(file.getParent());
            }),
        "lost: 2 write");
  }

  /** An index is written after the data that it leads to, which need not be there first. */
  @Test
  void orderingOfOtherCalls() throws Exception {
    foundAndClean(
        careful ->
            Explore.powerCuts(
                    disk -> {
                      write(disk.root().resolve("data"), NEW, careful);
                      write(disk.root().resolve("index"), "1", true);
                    },
                    disk -> {
                      if (Files.readString(disk.root().resolve("index")).equals("1")) {
                        assertThat(disk.root().resolve("data")).hasContent(NEW);
                      }
                    })
                .given(disk -> {
                  write(disk.root().resolve("data"), OLD, true);
                  write(disk.root().resolve("index"), "0", true);
                })
                .forces(false),
        "lost: 1 write");
  }

  /** A new file is forced, and not the directory with its name. */
  @Test
  void durabilityBySafeFileFlush() throws Exception {
    foundAndClean(
        careful ->
            Explore.powerCuts(
                disk -> {
                  write(disk.root().resolve("file"), NEW, true);
                  if (careful) {
                    forceDirectory(disk.root());
                  }
                  disk.promise("file");
                },
                disk -> {
                  if (disk.isPromised("file")) {
                    assertThat(disk.root().resolve("file")).hasContent(NEW);
                  }
                }),
        "lost: 1 create /file");
  }

  /** A file that was deleted is there again. */
  @Test
  void durabilityOfOtherCalls() throws Exception {
    foundAndClean(
        careful ->
            Explore.powerCuts(
                    disk -> {
                      Files.delete(disk.root().resolve("secret"));
                      if (careful) {
                        forceDirectory(disk.root());
                      }
                      disk.promise("forgotten");
                    },
                    disk ->
                        assertThat(
                                Files.exists(disk.root().resolve("secret"))
                                    && disk.isPromised("forgotten"))
                            .isFalse())
                .given(disk -> write(disk.root().resolve("secret"), OLD, true)),
        "lost: 1 delete /secret");
  }

  /** What is done with a file. */
  private interface Replacing {
    void run(Path file) throws IOException;
  }

  /** The file has the old content or the new one, and the new one once that is promised. */
  private static PowerCutExploration replacing(Replacing program) {
    return Explore.powerCuts(
            disk -> {
              program.run(disk.root().resolve("file"));
              disk.promise("new");
            },
            disk -> {
              String found = Files.readString(disk.root().resolve("file"));
              assertThat(found).isIn(disk.isPromised("new") ? List.of(NEW) : List.of(OLD, NEW));
            })
        .given(disk -> write(disk.root().resolve("file"), OLD, true));
  }
}
