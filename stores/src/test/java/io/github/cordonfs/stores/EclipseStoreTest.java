package io.github.cordonfs.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.testkit.powercut.CrashedDisk;
import io.github.cordonfs.testkit.powercut.Explore;
import io.github.cordonfs.testkit.powercut.PowerCutExploration;
import io.github.cordonfs.testkit.powercut.PowerCutReport;
import io.github.cordonfs.testkit.powercut.TestDisk;
import java.nio.file.FileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.store.afs.nio.types.NioFileSystem;
import org.eclipse.store.storage.embedded.types.EmbeddedStorage;
import org.eclipse.store.storage.embedded.types.EmbeddedStorageManager;
import org.eclipse.store.storage.exceptions.StorageException;
import org.junit.jupiter.api.Test;

/** What power cuts leave of a store of Eclipse Store, which writes through FileChannel only. */
class EclipseStoreTest {

  private static final AtomicInteger STARTED = new AtomicInteger();

  @Test
  void storingForcesNothing() throws Exception {
    List<List<String>> unforced = new ArrayList<>();
    Explore.powerCuts(disk -> store(disk, unforced), _ -> {})
        .given(disk -> open(disk.fileSystem()).shutdown())
        .random(0, 1)
        .forces(false)
        .check();
    assertThat(unforced).hasSize(2);
    assertThat(unforced.getFirst())
        .hasSize(2)
        .anyMatch(each -> each.endsWith("of /store/channel_0/channel_0_1.dat"))
        .anyMatch(each -> each.endsWith("of /store/channel_0/transactions_0.sft"));
    assertThat(unforced.getLast()).hasSize(4);
  }

  @Test
  void aPowerCutMayLoseWhatWasStoredAndMayKeepTheStoreFromStarting() throws Exception {
    PowerCutReport report = explore().run();
    assertThat(report.failures())
        .extracting(each -> each.failure().getClass().getName())
        .contains("java.lang.AssertionError", StorageException.class.getName());
    assertThat(report.failures())
        .filteredOn(each -> each.failure() instanceof StorageException)
        .first()
        .asString()
        .containsPattern("lost: \\d write \\d+ bytes at \\d+ of /store/channel_0/channel_0_1.dat");
  }

  private static PowerCutExploration explore() {
    return Explore.powerCuts(disk -> store(disk, new ArrayList<>()), EclipseStoreTest::recover)
        .given(disk -> open(disk.fileSystem()).shutdown())
        .random(0, 1)
        .tornWrites(false)
        .maxFailures(4)
        .forces(false);
  }

  private static void store(TestDisk disk, List<List<String>> unforced) {
    EmbeddedStorageManager storage = open(disk.fileSystem());
    try {
      List<String> root = root(storage);
      for (int i = 0; i < 2; i++) {
        root.add("entry " + i);
        storage.store(root);
        unforced.add(disk.unforced());
        disk.promise("entry " + i);
      }
    } finally {
      storage.shutdown();
    }
  }

  private static void recover(CrashedDisk disk) {
    EmbeddedStorageManager storage = open(disk.fileSystem());
    try {
      List<String> root = root(storage);
      assertThat(root).startsWith(disk.promises().toArray(String[]::new));
    } finally {
      storage.shutdown();
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> root(EmbeddedStorageManager storage) {
    return (List<String>) storage.root();
  }

  private static EmbeddedStorageManager open(FileSystem fileSystem) {
    NioFileSystem files = NioFileSystem.New(fileSystem);
    EmbeddedStorageManager storage =
        EmbeddedStorage.Foundation(files.ensureDirectory(fileSystem.getPath("/store")))
            // A name that failed to start cannot be used again in the same JVM.
            .setDataBaseName("store " + STARTED.incrementAndGet())
            .start();
    if (storage.root() == null) {
      storage.setRoot(new ArrayList<String>());
      storage.storeRoot();
    }
    return storage;
  }
}
