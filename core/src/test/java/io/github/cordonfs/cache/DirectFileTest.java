package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.cache.backed.WritableSpace;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Direct reads and writes while something else happens to the file. */
@Tag("B3")
class DirectFileTest {

  @AutoClose private final Caches caches = Caches.of(4, HugePolicy.WITHIN_SIZE);
  @AutoClose private final ExecutorService threads = Executors.newCachedThreadPool();

  private final WrittenStore store = new WrittenStore(8 * PAGE);
  private final TestFile file = caches.newFile("/file", store);
  private final WritableSpace space = (WritableSpace) file.space;

  @AfterEach
  void openGates() {
    store.gate.countDown();
    store.readGate.countDown();
  }

  private byte[] write(long seed, int page, int pages) {
    byte[] data = TestFile.data(seed, pages * PAGE);
    assertThat(space.write((long) page * PAGE, MemorySegment.ofArray(data), 0, data.length))
        .isEqualTo(data.length);
    return data;
  }

  private byte[] writeDirect(long seed, int page, int pages) {
    byte[] data = TestFile.data(seed, pages * PAGE);
    assertThat(space.writeDirect((long) page * PAGE, MemorySegment.ofArray(data)))
        .isEqualTo(data.length);
    return data;
  }

  private void awaitReader() {
    while (store.waiting.get() == 0) {
      Thread.onSpinWait();
    }
  }

  private byte[] stored(int page, int pages) {
    return Arrays.copyOfRange(store.content(), page * PAGE, (page + pages) * PAGE);
  }

  @Test
  void whatWasReadBeforeADirectWriteIsNotShownBehindIt() throws Exception {
    store.readGate = new CountDownLatch(1);
    Future<?> reader = threads.submit(() -> file.bytes(0, PAGE));
    awaitReader();
    byte[] data = writeDirect(1, 0, 2);
    store.readGate.countDown();
    reader.get();
    assertThat(file.bytes(0, 2 * PAGE)).isEqualTo(data);
  }

  @Test
  void aPageThatIsLostWhileTheStoreIsReadIsToldAndNotShown() throws Exception {
    store.readGate = new CountDownLatch(1);
    byte[] target = new byte[2 * PAGE];
    Arrays.fill(target, (byte) 1);
    Future<Integer> reader =
        threads.submit(() -> space.readDirect(0, MemorySegment.ofArray(target)));
    awaitReader();
    byte[] old = stored(0, 1);
    byte[] _ = write(2, 1, 1);
    var _ = file.strike(PAGE);
    store.readGate.countDown();
    assertThat(reader.get()).isEqualTo(PAGE);
    assertThat(Arrays.copyOf(target, PAGE)).isEqualTo(old);
    assertThat(Arrays.copyOfRange(target, PAGE, 2 * PAGE)).containsOnly(0);
    assertThat(space.readDirect(PAGE, MemorySegment.ofArray(target)))
        .isEqualTo(AddressSpace.POISONED);
  }

  @Test
  void aDirectWriteThatTheStoreRefusesLeavesWhatWasWrittenBefore() throws IOException {
    byte[] before = write(3, 1, 2);
    space.flush();
    store.full = true;
    byte[] refused = TestFile.data(4, 16 * PAGE);
    assertThatThrownBy(() -> space.writeDirect(0, MemorySegment.ofArray(refused)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
    assertThat(space.size()).isEqualTo(8 * PAGE);
    assertThat(store.size()).isEqualTo(8 * PAGE);
    assertThat(file.bytes(PAGE, 2 * PAGE)).isEqualTo(before);
    store.full = false;
    assertThat(writeDirect(5, 0, 16)).isEqualTo(stored(0, 16)).isEqualTo(file.bytes(0, 16 * PAGE));
  }

  @Test
  void aDirectWriteWaitsForAWritebackOfTheSamePages() throws Exception {
    byte[] _ = write(6, 0, 2);
    store.gate = new CountDownLatch(1);
    Future<?> flush =
        threads.submit(() -> {
          space.flush();
          return true;
        });
    while (!space.isDirty()) {
      Thread.onSpinWait();
    }
    Future<byte[]> direct = threads.submit(() -> writeDirect(7, 0, 2));
    store.gate.countDown();
    flush.get();
    byte[] data = direct.get();
    space.flush();
    assertThat(stored(0, 2)).isEqualTo(data).isEqualTo(file.bytes(0, 2 * PAGE));
    assertThat(space.isDirty()).isFalse();
  }

  @Test
  void aLostPageIsGoodWhenItWasWrittenAndForgottenWhenThatWasForced() throws IOException {
    byte[] _ = write(8, 2, 1);
    var _ = file.strike(2 * PAGE);
    space.rememberLoss();
    assertThat(store.remembered()).containsExactly(2L);
    store.full = true;
    assertThatThrownBy(() -> writeDirect(9, 2, 1)).isInstanceOf(IOException.class);
    assertThat(file.read(2 * PAGE, 10)).isEqualTo(AddressSpace.POISONED);
    store.full = false;
    byte[] data = writeDirect(10, 1, 3);
    assertThat(file.bytes(PAGE, 3 * PAGE)).isEqualTo(data);
    assertThat(space.isDirty()).isFalse();
    assertThat(store.remembered()).containsExactly(2L);
    int told = space.errorsToTell();
    assertThat(space.force(false, told)).isEqualTo(told);
    assertThat(store.remembered()).isEmpty();
  }
}
