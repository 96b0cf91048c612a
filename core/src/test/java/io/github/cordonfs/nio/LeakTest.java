package io.github.cordonfs.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.LeakDetection;
import io.github.cordonfs.failure.LogCapture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** File systems that nobody closes. */
class LeakTest {

  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  /** What is left of a file system when the test has let go of it. */
  private record Lost(String name, WeakReference<FileSystem> fileSystem) {
    boolean isGone() {
      System.gc();
      return fileSystem.refersTo(null);
    }
  }

  private static CordonOptions options(LeakDetection detection) {
    return CordonOptions.builder().size("8m").injection(true).leakDetection(detection).build();
  }

  /** Opens one, uses it as programs do, and keeps only what is asked for. */
  private static Lost lose(CordonOptions options, Function<CordonFileSystem, ?> keep, Object[] kept)
      throws IOException {
    CordonFileSystem made = Cordon.newFileSystem(options);
    Path file = Files.write(made.getPath("/f"), new byte[3 << 20]);
    Path[] met = new Path[1];
    // A listener that leads back to it, as most do.
    var _ = made.memoryFailures().addListener(_ -> met[0] = made.getPath("/"));
    made.memoryFailures().strike(file, 0);
    kept[0] = keep.apply(made);
    return new Lost(made.name(), new WeakReference<>(made));
  }

  private static Lost lose(LeakDetection detection) throws IOException {
    return lose(options(detection), _ -> "", new Object[1]);
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      System.gc();
      Thread.onSpinWait();
    }
  }

  private static boolean isRegistered(String name) {
    try {
      return SERVER.isRegistered(new ObjectName("io.github.cordonfs:type=FileSystem,name=" + name));
    } catch (javax.management.JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long descriptors() {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(LeakTest::isPool).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPool(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("/memfd:cordon");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  @Test
  void oneThatIsLostIsReportedOnceAndItsMemoryFreed() throws Exception {
    try (LogCapture log = new LogCapture()) {
      Lost[] lost = new Lost[5];
      Object[][] kept = new Object[lost.length][1];
      for (int i = 0; i < lost.length; i++) {
        lost[i] = lose(options(LeakDetection.SIMPLE), made -> made, kept[i]);
      }
      long before;
      try {
        assertThat(isRegistered(lost[0].name)).isTrue();
        before = descriptors();
        assertThat(before).isGreaterThanOrEqualTo(lost.length);
      } finally {
        Reference.reachabilityFence(kept);
      }
      for (Object[] each : kept) {
        each[0] = "";
      }
      for (Lost each : lost) {
        until(each::isGone);
        until(() -> !isRegistered(each.name));
        until(() -> reports(log, each.name).size() == 1);
        assertThatThrownBy(() -> FileSystems.getFileSystem(URI.create("cordon://" + each.name)))
            .isInstanceOf(FileSystemNotFoundException.class);
      }
      until(() -> descriptors() <= before - lost.length);
      System.gc();
      for (Lost each : lost) {
        assertThat(reports(log, each.name)).hasSize(1);
      }
      assertThat(log.thrown()).isEmpty();
    }
  }

  private static List<String> reports(LogCapture log, String name) {
    return log.warnings().stream().filter(each -> each.contains('"' + name + '"')).toList();
  }

  @Test
  void theReportHasItsOriginIfThatIsWanted() throws Exception {
    try (LogCapture log = new LogCapture()) {
      Lost lost = lose(LeakDetection.WITH_ORIGIN);
      until(lost::isGone);
      until(() -> !log.thrown().isEmpty());
      assertThat(log.thrown().getFirst()).hasMessageContaining(lost.name);
      assertThat(log.thrown().getFirst().getStackTrace())
          .anyMatch(each -> each.getMethodName().equals("lose"));
    }
  }

  @Test
  void nothingIsSaidIfThatIsWanted() throws Exception {
    try (LogCapture log = new LogCapture()) {
      Lost lost = lose(LeakDetection.OFF);
      until(lost::isGone);
      until(() -> !isRegistered(lost.name));
      assertThat(reports(log, lost.name)).isEmpty();
    }
  }

  @Test
  void whatLeadsToItKeepsIt() throws Exception {
    List<Function<CordonFileSystem, ?>> ways =
        List.of(
            made -> made.getPath("/f"),
            made -> channel(made.getPath("/f")),
            made -> map(made.getPath("/f")),
            CordonFileSystem::memoryFailures,
            made -> made.getFileStores().iterator().next());
    for (Function<CordonFileSystem, ?> way : ways) {
      try (LogCapture log = new LogCapture()) {
        Object[] kept = new Object[1];
        Lost lost = lose(options(LeakDetection.SIMPLE), way, kept);
        try {
          // Another that is lost after it is found: so this one would have been, too.
          Lost other = lose(LeakDetection.SIMPLE);
          until(other::isGone);
          until(() -> reports(log, other.name).size() == 1);
          assertThat(lost.isGone()).as("with %s", kept[0]).isFalse();
          FileSystem found = FileSystems.getFileSystem(URI.create("cordon://" + lost.name));
          assertThat(Files.readAttributes(found.getPath("/f"), "size")).isNotEmpty();
          assertThat(reports(log, lost.name)).isEmpty();
          found.close();
        } finally {
          Reference.reachabilityFence(kept);
        }
      }
    }
  }

  private static FileChannel channel(Path file) {
    try {
      return FileChannel.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object map(Path file) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(MapMode.READ_WRITE, 0, 1 << 20, Arena.ofAuto());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void ofOneThatWasClosedNothingIsSaid() throws Exception {
    try (LogCapture log = new LogCapture()) {
      Object[] kept = new Object[1];
      Lost lost = lose(options(LeakDetection.WITH_ORIGIN), made -> made, kept);
      ((FileSystem) kept[0]).close();
      kept[0] = "";
      until(lost::isGone);
      Lost other = lose(LeakDetection.SIMPLE);
      until(() -> reports(log, other.name).size() == 1);
      assertThat(reports(log, lost.name)).isEmpty();
    }
  }

  /** Whoever knows the name can reach it at any time. */
  @Test
  void oneWithANameIsNeverLost() throws Exception {
    CordonOptions named = options(LeakDetection.SIMPLE).toBuilder().name("never-lost").build();
    try (LogCapture log = new LogCapture()) {
      Lost lost = lose(named, _ -> "", new Object[1]);
      Lost other = lose(LeakDetection.SIMPLE);
      until(() -> reports(log, other.name).size() == 1);
      assertThat(lost.isGone()).isFalse();
      assertThat(reports(log, lost.name)).isEmpty();
    }
    FileSystems.getFileSystem(URI.create("cordon://never-lost")).close();
  }
}
