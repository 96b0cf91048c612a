package io.github.cordonfs.vfs;

import io.github.cordonfs.AtimePolicy;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.cache.AddressSpace;
import io.github.cordonfs.cache.PageCache;
import io.github.cordonfs.vfs.access.Access;
import io.github.cordonfs.vfs.attribute.FileClock;
import io.github.cordonfs.vfs.attribute.InodeDefaults;
import io.github.cordonfs.vfs.attribute.Owners;
import io.github.cordonfs.vfs.inode.InitialAttributes;
import io.github.cordonfs.vfs.inode.Inode;
import io.github.cordonfs.vfs.inode.PathName;
import io.github.cordonfs.vfs.inode.RegularFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Changes of names against each other, two threads at a time, many times over. Not under the model
 * checker: it sees no accesses to interleave as soon as a {@code ConcurrentHashMap} is among what
 * is shared.
 */
@Tag("S29")
class NamespaceRaceTest {

  private static final Owners ADA = new Owners("ada", "staff");

  private static final int ROUNDS = Integer.getInteger("cordon.rounds", 150);

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(2);

  @AfterAll
  static void endThreads() {
    THREADS.close();
  }

  /** A small file system, and what the parts of a scenario did in it. */
  private static final class Names {
    final PageCache cache;
    final Namespace namespace;
    volatile boolean first;
    volatile boolean second;

    Names() throws IOException {
      cache = PageCache.open(CordonOptions.builder().size(2L << 20).build());
      namespace =
          new Namespace(
              cache,
              CordonOptions.AUTOMATIC,
              new InodeDefaults(ADA, AtimePolicy.RELATIME, new FileClock(null)),
              new Access(false, ADA));
    }

    static PathName path(String text) {
      return PathName.parse(text);
    }

    void directory(String text) throws IOException {
      namespace.createDirectory(path(text), InitialAttributes.of(0755), Replace.NEVER);
    }

    RegularFile create(String text) throws IOException {
      RegularFile file = namespace.createNew(path(text), InitialAttributes.of(0644));
      file.write(0, MemorySegment.ofArray(new byte[] {1}), 0, 1);
      return file;
    }

    void file(String text) throws IOException {
      create(text).release();
    }

    boolean exists(String text) throws IOException {
      try {
        return namespace.lookUp(path(text), false) != null;
      } catch (NoSuchFileException e) {
        return false;
      }
    }

    void checkInodes(int expected) {
      check(namespace.inodes() == expected, namespace.inodes() + " inodes");
    }
  }

  /** Builds a scene and runs parts in it. */
  private interface Scenario {
    void run(Names names) throws Exception;
  }

  /** One thread's part. */
  private interface Part {
    void run() throws Exception;
  }

  private static void scenario(Scenario scenario) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      Names names = new Names();
      try {
        scenario.run(names);
      } finally {
        names.namespace.close();
      }
    }
  }

  private static void together(Part one, Part other) throws Exception {
    AtomicInteger ready = new AtomicInteger();
    Future<?> first = THREADS.submit(() -> startTogether(ready, one));
    Future<?> second = THREADS.submit(() -> startTogether(ready, other));
    first.get();
    second.get();
  }

  private static Void startTogether(AtomicInteger ready, Part part) throws Exception {
    ready.incrementAndGet();
    while (ready.get() < 2) {
      Thread.onSpinWait();
    }
    part.run();
    return null;
  }

  private static void check(boolean fact, String otherwise) {
    if (!fact) {
      throw new AssertionError(otherwise);
    }
  }

  @Test
  void nothingIsMadeInADirectoryThatGoes() throws Exception {
    scenario(names -> {
      names.directory("/d");
      together(
          () -> {
            try {
              names.file("/d/f");
              names.first = true;
            } catch (NoSuchFileException _) {
              // The directory went first.
            }
          },
          () -> {
            try {
              names.namespace.delete(Names.path("/d"));
              names.second = true;
            } catch (DirectoryNotEmptyException _) {
              // The file came first.
            }
          });
      check(names.first != names.second, "made and removed: " + names.first);
      check(names.exists("/d/f") == names.first, "the file");
      names.checkInodes(names.first ? 3 : 1);
    });
  }

  @Test
  void nothingIsMadeInADirectoryThatIsReplaced() throws Exception {
    scenario(names -> {
      names.directory("/d");
      names.directory("/e");
      together(
          () -> {
            names.file("/d/f");
            names.first = true;
          },
          () -> {
            try {
              names.namespace.rename(Names.path("/e"), Names.path("/d"), Replace.SAME_KIND);
              names.second = true;
            } catch (DirectoryNotEmptyException _) {
              // The file came first.
            }
          });
      check(names.first, "the file was not made");
      check(names.exists("/d/f"), "the file is in a directory that is gone");
      names.checkInodes(names.second ? 3 : 4);
    });
  }

  @Test
  void filesChangePlacesBetweenTwoDirectories() throws Exception {
    scenario(names -> {
      names.directory("/a");
      names.directory("/b");
      names.file("/a/x");
      names.file("/b/y");
      together(
          () -> names.namespace.rename(Names.path("/a/x"), Names.path("/b/x"), Replace.NEVER),
          () -> names.namespace.rename(Names.path("/b/y"), Names.path("/a/y"), Replace.NEVER));
      check(names.exists("/b/x") && names.exists("/a/y"), "not there");
      check(!names.exists("/a/x") && !names.exists("/b/y"), "still there");
    });
  }

  @Test
  void directoriesNeverMoveIntoEachOther() throws Exception {
    scenario(names -> {
      names.directory("/a");
      names.directory("/b");
      together(
          () -> names.first = moves(names, "/a", "/b/a"),
          () -> names.second = moves(names, "/b", "/a/b"));
      check(names.first != names.second, "moved: " + names.first + ", " + names.second);
      check(names.exists(names.first ? "/b/a" : "/a/b"), "lost");
    });
  }

  private static boolean moves(Names names, String from, String to) throws IOException {
    try {
      names.namespace.rename(Names.path(from), Names.path(to), Replace.NEVER);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Test
  void aFileIsLinkedBeforeItsLastNameGoesOrNotAtAll() throws Exception {
    scenario(names -> {
      names.directory("/d");
      names.file("/f");
      together(
          () -> {
            try {
              names.namespace.link(Names.path("/d/g"), Names.path("/f"));
              names.first = true;
            } catch (NoSuchFileException _) {
              // The last name went first.
            }
          },
          () -> names.namespace.delete(Names.path("/f")));
      check(names.exists("/d/g") == names.first, "the link");
      names.checkInodes(names.first ? 3 : 2);
      check(names.cache.usedBytes() > 0 == names.first, "memory");
    });
  }

  @Test
  void theLastOfTwoNamesFreesTheFile() throws Exception {
    scenario(names -> {
      names.directory("/a");
      names.directory("/b");
      names.file("/a/f");
      names.namespace.link(Names.path("/b/f"), Names.path("/a/f"));
      together(
          () -> names.namespace.delete(Names.path("/a/f")),
          () -> names.namespace.delete(Names.path("/b/f")));
      names.checkInodes(3);
      check(names.cache.usedBytes() == 0, "memory");
    });
  }

  @Test
  void aSmallFileIsOpenedWholeOrNotAtAll() throws Exception {
    int count = 200;
    scenario(names -> {
      PathName[] paths = new PathName[count];
      for (int i = 0; i < count; i++) {
        names.file("/f" + i);
        paths[i] = Names.path("/f" + i);
      }
      together(
          () -> {
            for (PathName path : paths) {
              names.namespace.delete(path);
            }
          },
          () -> {
            for (PathName path : paths) {
              readIfThere(names, path);
            }
          });
      check(names.cache.usedBytes() == 0, "memory");
      names.checkInodes(1);
    });
  }

  private static void readIfThere(Names names, PathName path) throws IOException {
    RegularFile file;
    try {
      file = names.namespace.open(path, true);
    } catch (NoSuchFileException e) {
      return;
    }
    byte[] content = new byte[2];
    int n = file.read(0, MemorySegment.ofArray(content), 0, content.length);
    check(n == 1 && content[0] == 1, "read " + n + ", " + content[0]);
    check(!file.isGone(), "gone while it is open");
    file.release();
  }

  @Test
  void directoriesTakeEachOthersPlaces() throws Exception {
    scenario(names -> {
      names.directory("/x");
      names.directory("/y");
      names.directory("/x/a");
      names.directory("/y/b");
      together(
          () -> names.first = replaces(names, "/x/a", "/y/b"),
          () -> names.second = replaces(names, "/y/b", "/x/a"));
      check(names.first && names.second, "moved: " + names.first + ", " + names.second);
      check(names.exists("/x/a") != names.exists("/y/b"), "one directory in two places, or lost");
      names.checkInodes(4);
    });
  }

  @Test
  void aDirectoryIsReplacedOnceWhoeverComesFirst() throws Exception {
    scenario(names -> {
      names.directory("/a");
      names.directory("/b");
      names.directory("/c");
      names.file("/a/f");
      names.file("/b/f");
      together(
          () -> names.first = replaces(names, "/a", "/c"),
          () -> names.second = replaces(names, "/b", "/c"));
      check(names.first != names.second, "moved: " + names.first + ", " + names.second);
      check(names.exists("/c/f") && names.exists(names.first ? "/b/f" : "/a/f"), "a file is lost");
      names.checkInodes(5);
    });
  }

  private static boolean replaces(Names names, String from, String to) throws IOException {
    try {
      names.namespace.rename(Names.path(from), Names.path(to), Replace.SAME_KIND);
      return true;
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return false;
    }
  }

  @Test
  void aFileThatIsReplacedIsNeverMissing() throws Exception {
    scenario(names -> {
      names.directory("/d");
      names.file("/f");
      names.file("/d/g");
      together(
          () -> names.namespace.rename(Names.path("/d/g"), Names.path("/f"), Replace.ANY),
          () -> check(names.exists("/f"), "neither the old file nor the new one"));
      names.checkInodes(3);
    });
  }

  @Test
  void whatIsMadeWhileTheFileSystemIsClosedIsFreed() throws Exception {
    scenario(names -> {
      names.directory("/d");
      together(
          () -> {
            try {
              RegularFile file = names.create("/d/f");
              names.first = true;
              file.release();
            } catch (ClosedFileSystemException _) {
              // Too late.
            }
          },
          names.namespace::close);
      check(names.cache.usedBytes() == 0, "memory of a closed file system");
      check(names.exists("/d/f") == names.first, "made: " + names.first);
    });
  }

  @Test
  void aNamelessFileOfAClosedFileSystemIsFreed() throws Exception {
    scenario(names -> {
      names.file("/f");
      together(
          () -> {
            try {
              RegularFile file =
                  names.namespace.createNameless(Names.path("/g"), InitialAttributes.of(0644));
              int n = file.write(0, MemorySegment.ofArray(new byte[] {1}), 0, 1);
              check(n == 1 || n == AddressSpace.CLOSED, "wrote " + n);
            } catch (ClosedFileSystemException _) {
              // Too late.
            }
          },
          names.namespace::close);
      check(names.cache.usedBytes() == 0, "memory of a closed file system");
    });
  }

  @Test
  void aPathThatRemembersItsWayLooksAgainWhenADirectoryMoved() throws Exception {
    scenario(names -> {
      names.directory("/d");
      names.file("/d/f");
      PathName remembered = Names.path("/d/f");
      Inode old = names.namespace.find(remembered, true);
      together(
          () -> {
            names.namespace.rename(Names.path("/d"), Names.path("/e"), Replace.NEVER);
            check(isMissing(names, remembered), "found where it was, after the move");
            names.directory("/d");
            names.file("/d/f");
          },
          () -> {
            for (int i = 0; i < 10; i++) {
              names.first |= isMissing(names, remembered);
            }
          });
      Inode now = names.namespace.find(remembered, true);
      check(now != old, "the old file");
      check(now == names.namespace.find(Names.path("/d/f"), true), "another file");
    });
  }

  private static boolean isMissing(Names names, PathName path) throws IOException {
    try {
      return names.namespace.lookUp(path, true) == null;
    } catch (FileSystemException e) {
      return true;
    }
  }
}
