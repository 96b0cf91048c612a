package io.github.cordonfs.testkit.powercut;

import static io.github.cordonfs.testkit.powercut.SmallPrograms.fails;
import static io.github.cordonfs.testkit.powercut.SmallPrograms.forceDirectory;
import static io.github.cordonfs.testkit.powercut.SmallPrograms.survives;
import static io.github.cordonfs.testkit.powercut.SmallPrograms.write;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.testkit.Errno;
import io.github.cordonfs.testkit.FileOp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/**
 * Small programs that each assume something that POSIX does not promise, and their careful twins.
 */
class CarefulAndNaiveTest {

  private static final String OLD = "old ".repeat(300);
  private static final String NEW = "new ".repeat(300);

  /** A program that replaces the content of a file. */
  private interface Replacing {
    void replace(Path file, String content) throws IOException;
  }

  @Test
  void overwritingInPlaceIsNotAtomic() throws Exception {
    fails(replacing((file, content) -> write(file, content, true)), "AssertionError");
    survives(replacing(SmallPrograms::replace));
  }

  @Test
  void aRenameMayReachTheDiskBeforeTheBytes() throws Exception {
    fails(
        replacing((file, content) -> {
          Path temporary = file.resolveSibling("new");
          write(temporary, content, false);
          Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
          forceDirectory(file.getParent());
        }),
        "lost: ");
  }

  @Test
  void aRenameIsNotDurableWithoutItsDirectory() throws Exception {
    fails(
        replacing((file, content) -> {
          Path temporary = file.resolveSibling("new");
          write(temporary, content, true);
          Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        }),
        "lost: 4 rename /new to /file");
  }

  @Test
  void replacingWithoutAtomicMoveLeavesAMomentWithoutAFile() throws Exception {
    fails(
        replacing((file, content) -> {
          Path temporary = file.resolveSibling("new");
          write(temporary, content, true);
          Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
          forceDirectory(file.getParent());
        }),
        "power cut after operation 4 of 7: delete /file");
  }

  @Test
  void aNewFileIsNotDurableWithoutItsDirectory() throws Exception {
    fails(creating(false, true), "lost: 1 create /file");
    survives(creating(true, true));
  }

  @Test
  void aDirectoryIsNotDurableWithoutTheOneAboveIt() throws Exception {
    Recovery recovery =
        disk -> {
          if (disk.isPromised("it")) {
            assertThat(disk.root().resolve("a/b/file")).hasContent(NEW);
          }
        };
    fails(Explore.powerCuts(disk -> nested(disk, false), recovery), "create directory /a");
    survives(Explore.powerCuts(disk -> nested(disk, true), recovery));
  }

  private static void nested(TestDisk disk, boolean careful) throws IOException {
    Path inner = Files.createDirectories(disk.root().resolve("a/b"));
    write(inner.resolve("file"), NEW, true);
    forceDirectory(inner);
    if (careful) {
      forceDirectory(inner.getParent());
      forceDirectory(disk.root());
    }
    disk.promise("it");
  }

  @Test
  void twoFilesMayReachTheDiskInAnyOrder() throws Exception {
    Recovery recovery =
        disk -> {
          Path index = disk.root().resolve("index");
          if (disk.isPromised("it")) {
            assertThat(index).hasContent("1");
          }
          if (Files.exists(index) && Files.readString(index).equals("1")) {
            assertThat(disk.root().resolve("data")).hasContent(NEW);
          }
        };
    fails(Explore.powerCuts(disk -> indexed(disk, false), recovery), "lost: ");
    survives(Explore.powerCuts(disk -> indexed(disk, true), recovery));
  }

  private static void indexed(TestDisk disk, boolean careful) throws IOException {
    write(disk.root().resolve("data"), NEW, careful);
    if (careful) {
      // Its name too: that of the index may be there first.
      forceDirectory(disk.root());
    }
    write(disk.root().resolve("index"), "1", true);
    forceDirectory(disk.root());
    disk.promise("it");
  }

  @Test
  void aFileMayBeDeletedBeforeItsSuccessorIsThere() throws Exception {
    Recovery recovery =
        disk -> {
          if (!Files.exists(disk.root().resolve("file"))) {
            assertThat(disk.root().resolve("next")).hasContent(NEW);
          }
        };
    fails(successor(recovery, false), "lost: ");
    survives(successor(recovery, true));
  }

  private static PowerCutExploration successor(Recovery recovery, boolean careful) {
    return Explore.powerCuts(
            disk -> {
              write(disk.root().resolve("next"), NEW, true);
              if (careful) {
                forceDirectory(disk.root());
              }
              Files.delete(disk.root().resolve("file"));
            },
            recovery)
        .given(disk -> write(disk.root().resolve("file"), OLD, true));
  }

  @Test
  void aMoveToAnotherDirectoryMayLoseTheFile() throws Exception {
    Recovery recovery =
        disk ->
            assertThat(
                    Files.exists(disk.root().resolve("a/file"))
                        || Files.exists(disk.root().resolve("b/file")))
                .isTrue();
    fails(
        moved(
            recovery,
            root ->
                Files.move(
                    root.resolve("a/file"),
                    root.resolve("b/file"),
                    StandardCopyOption.ATOMIC_MOVE)),
        "(new name)");
    survives(
        moved(
            recovery,
            root -> {
              Files.createLink(root.resolve("b/file"), root.resolve("a/file"));
              forceDirectory(root.resolve("b"));
              Files.delete(root.resolve("a/file"));
            }));
  }

  /** What is done in a root directory. */
  private interface InRoot {
    void run(Path root) throws IOException;
  }

  private static PowerCutExploration moved(Recovery recovery, InRoot move) {
    return Explore.powerCuts(disk -> move.run(disk.root()), recovery)
        .given(disk -> {
          Files.createDirectory(disk.root().resolve("a"));
          Files.createDirectory(disk.root().resolve("b"));
          write(disk.root().resolve("a/file"), OLD, true);
        });
  }

  @Test
  void aForceThatWorksAfterOneThatFailedCoversNothing() throws Exception {
    fails(retrying(false), "recovery: ");
    survives(retrying(true));
  }

  private static PowerCutExploration retrying(boolean writesAgain) {
    return Explore.powerCuts(
        disk -> {
          Path file = disk.root().resolve("file");
          disk.faults().on("/file").op(FileOp.FORCE).nth(1).fail(Errno.EIO);
          try (FileChannel channel = FileChannel.open(file, CREATE, WRITE)) {
            forceDirectory(disk.root());
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(NEW);
            channel.write(bytes, 0);
            try {
              channel.force(true);
            } catch (IOException _) {
              if (writesAgain) {
                channel.write(bytes.rewind(), 0);
              }
              channel.force(true);
            }
          }
          disk.promise("it");
        },
        disk -> {
          if (disk.isPromised("it")) {
            assertThat(disk.root().resolve("file")).hasContent(NEW);
          }
        });
  }

  @Test
  void aForceThatLiesIsFoundOut() throws Exception {
    Recovery recovery =
        disk -> {
          if (disk.isPromised("it")) {
            assertThat(disk.root().resolve("file")).hasContent(NEW);
          }
        };
    assertThatThrownBy(() ->
            Explore.powerCuts(
                    disk -> {
                      disk.faults().on("/file").op(FileOp.FORCE).lie();
                      write(disk.root().resolve("file"), NEW, true);
                      forceDirectory(disk.root());
                      disk.promise("it");
                    },
                    recovery)
                .check())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("replay: -Dcordon.replay=");
  }

  private static PowerCutExploration creating(boolean forcesDirectory, boolean forcesFile) {
    return Explore.powerCuts(
        disk -> {
          write(disk.root().resolve("file"), NEW, forcesFile);
          if (forcesDirectory) {
            forceDirectory(disk.root());
          }
          disk.promise("it");
        },
        disk -> {
          if (disk.isPromised("it")) {
            assertThat(disk.root().resolve("file")).hasContent(NEW);
          }
        });
  }

  /** The file has the old content or the new one, and the new one once that is promised. */
  private static PowerCutExploration replacing(Replacing program) {
    return Explore.powerCuts(
            disk -> {
              program.replace(disk.root().resolve("file"), NEW);
              disk.promise("new");
            },
            disk -> {
              String found = Files.readString(disk.root().resolve("file"));
              if (disk.isPromised("new")) {
                assertThat(found).isEqualTo(NEW);
              } else {
                assertThat(found).isIn(OLD, NEW);
              }
            })
        .given(disk -> write(disk.root().resolve("file"), OLD, true));
  }
}
