package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.AttributeProvider;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** File systems while one is being opened, which an attribute provider of its own holds up. */
@Timeout(60)
class OpeningTest {

  private static final String NAME = "opening";

  private final CountDownLatch opening = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** What the provider does when the file system that is being opened asks it. */
  private volatile Runnable whenAsked = () -> {};

  private final CordonOptions options =
      CordonOptions.builder()
          .name(NAME)
          .size(4 << 20)
          .attributeProviders(
              new AttributeProvider() {
                @Override
                public String name() {
                  return "asked";
                }

                @Override
                public Set<String> attributes() {
                  whenAsked.run();
                  return Set.of("one");
                }

                @Override
                public Object defaultValue(String attribute, PosixFileAttributes file) {
                  return "";
                }

                @Override
                public Object checked(String attribute, Object value) {
                  return value;
                }
              })
          .build();

  private void waitInside() {
    opening.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static FileSystem found() {
    return FileSystems.getFileSystem(URI.create("cordon://" + NAME));
  }

  @Test
  void othersDoNotWaitForOneThatIsBeingOpened() throws Exception {
    whenAsked = this::waitInside;
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<FileSystem> made = thread.submit(() -> Cordon.newFileSystem(options));
      try {
        opening.await();
        Cordon.newFileSystem(CordonOptions.builder().size(4 << 20).build()).close();
        assertThatThrownBy(() -> Cordon.newFileSystem(CordonOptions.builder().name(NAME).build()))
            .isInstanceOf(FileSystemAlreadyExistsException.class);
        assertThatThrownBy(OpeningTest::found).isInstanceOf(FileSystemNotFoundException.class);
      } finally {
        goOn.countDown();
      }
      try (FileSystem opened = made.get(30, TimeUnit.SECONDS)) {
        assertThat(found()).isSameAs(opened);
      }
      assertThatThrownBy(OpeningTest::found).isInstanceOf(FileSystemNotFoundException.class);
    }
  }

  @Test
  void whoFailsToOpenGivesTheNameBack() throws IOException {
    whenAsked =
        () -> {
          throw new OutOfMemoryError("injected");
        };
    assertThatThrownBy(() -> Cordon.newFileSystem(options)).isInstanceOf(OutOfMemoryError.class);
    whenAsked =
        () -> {
          throw new IllegalStateException("injected");
        };
    assertThatThrownBy(() -> Cordon.newFileSystem(options))
        .isInstanceOf(IllegalStateException.class);
    whenAsked = () -> {};
    assertThatThrownBy(OpeningTest::found).isInstanceOf(FileSystemNotFoundException.class);
    try (FileSystem opened = Cordon.newFileSystem(options)) {
      assertThat(found()).isSameAs(opened);
    }
  }

  /** A file system that is closed frees only a name that is its own. */
  @Test
  void closingAgainLeavesTheNextOfTheNameAlone() throws IOException {
    FileSystem first = Cordon.newFileSystem(options);
    first.close();
    try (FileSystem second = Cordon.newFileSystem(options)) {
      first.close();
      assertThat(found()).isSameAs(second);
    }
  }
}
