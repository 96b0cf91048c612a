package io.github.cordonfs.cache;

import static io.github.cordonfs.cache.TestFile.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cordonfs.StrikeContent;
import io.github.cordonfs.UnpoisonResult;
import io.github.cordonfs.failure.Unpoison;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A page that comes back with its content, of which a part was taken away meanwhile. */
@ParameterizedClass
@MethodSource("io.github.cordonfs.cache.Caches#grid")
@Tag("U3")
@Tag("F0")
@Tag("S46")
class UnpoisonedPageTest {

  @Parameter private Caches.Setup setup;

  private Caches caches;
  private TestFile file;
  private byte[] data;
  private int frame;

  @BeforeEach
  void open() {
    caches = setup.open(3);
    file = caches.newFile("/file");
    data = file.fill(0, 2 * PAGE, 1);
    frame = file.frame(PAGE);
    caches.failure.strike(frame, StrikeContent.KEEP);
  }

  @AfterEach
  void close() {
    caches.close();
  }

  private void unpoison() {
    assertThat(file.read(PAGE, 1)).isEqualTo(AddressSpace.POISONED);
    assertThat(new Unpoison(caches.cache).unpoison(frame)).isEqualTo(UnpoisonResult.UNPOISONED);
  }

  @Test
  void whatWasPunchedIsZero() {
    file.space.punch(PAGE + 100, 200);
    unpoison();
    Arrays.fill(data, PAGE + 100, PAGE + 300, (byte) 0);
    assertThat(file.bytes(0, 2 * PAGE)).isEqualTo(data);
  }

  @Test
  void whatWasCutOffIsZero() {
    file.space.truncate(PAGE + 100);
    file.space.truncate(2 * PAGE);
    unpoison();
    Arrays.fill(data, PAGE + 100, 2 * PAGE, (byte) 0);
    assertThat(file.bytes(0, 2 * PAGE)).isEqualTo(data);
  }
}
