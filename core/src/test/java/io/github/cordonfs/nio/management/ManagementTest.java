package io.github.cordonfs.nio.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.cordonfs.AddressRanges;
import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonMXBean;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.CordonOptionsBuilder;
import io.github.cordonfs.FailureCounters.Counts;
import io.github.cordonfs.FailureSource;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.TransferCounts;
import io.github.cordonfs.UnwrittenData;
import io.github.cordonfs.failure.LogCapture;
import io.github.cordonfs.nio.CordonFixture;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagementTest extends CordonFixture {

  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private static ObjectName name(String fileSystem) throws JMException {
    return new ObjectName("io.github.cordonfs:type=FileSystem,name=" + fileSystem);
  }

  private static CordonMXBean bean(String fileSystem) throws JMException {
    return JMX.newMXBeanProxy(SERVER, name(fileSystem), CordonMXBean.class);
  }

  @Test
  void theFiguresAreThoseOfTheFileSystem() throws IOException, JMException {
    try (FileSystem other =
        Cordon.newFileSystem(
            options().toBuilder().name("jmx").huge(HugePolicy.ALWAYS).size(16 << 20).build())) {
      CordonMXBean bean = bean("jmx");
      assertThat(bean.getName()).isEqualTo("jmx");
      assertThat(bean.getCapacityBytes()).isEqualTo(16 << 20);
      assertThat(bean.getUsedBytes()).isZero();
      assertThat(bean.getBadFiles()).isEmpty();
      Path file = Files.write(other.getPath("/f"), bytes(3 << 20));
      assertThat(bean.getHugeBytes()).isEqualTo(4 << 20);
      assertThat(bean.getBytesWritten()).isEqualTo(3 << 20);
      assertThat(Files.readAllBytes(file)).hasSize(3 << 20);
      assertThat(bean.getBytesRead()).isEqualTo(3 << 20);
      assertThat(bean.getReadHits() + bean.getReadMisses() + bean.getStoreReads()).isZero();
      assertThat(bean.getUnwrittenBytes()).isZero();
      CordonFileSystem.of(other).memoryFailures().strike(file, 5 * PAGE);
      CordonFileSystem.of(other).memoryFailures().strike(file, (3 << 20) - 1);
      assertThat(bean.getUsedBytes())
          .isEqualTo(CordonFileSystem.of(other).memoryUsage().usedBytes());
      assertThat(bean.getResidentBytes())
          .isEqualTo(CordonFileSystem.of(other).memoryUsage().residentBytes());
      assertThat(bean.getHugeBytes()).isZero();
      assertThat(bean.getPhysicalHugeBytes()).isBetween(0L, bean.getResidentBytes());
      assertThat(bean.getOutOfServiceBytes()).isEqualTo(2 * PAGE);
      assertThat(bean.getOutOfServiceBytesBySource())
          .containsEntry(FailureSource.INJECTED, 2L * PAGE)
          .containsEntry(FailureSource.HARDWARE, 0L)
          .hasSize(3);
      assertThat(bean.getMemoryFailures())
          .isEqualTo(
              Map.of(
                  FailureSource.HARDWARE, new Counts(0, 0, 0, 0, 0),
                  FailureSource.INJECTED, new Counts(2, 0, 0, 0, 2),
                  FailureSource.SCRUB, new Counts(0, 0, 0, 0, 0)));
      assertThat(bean.getBadFiles()).containsExactly("/f");
      assertThat(bean.badRanges("/f"))
          .containsExactly(new ByteRange(5 * PAGE, PAGE), new ByteRange((3 << 20) - PAGE, PAGE));
      assertThatThrownBy(() -> bean.badRanges("/none")).isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void whatIsReadAndWrittenIsToldOfAMountToo(@TempDir Path disk) throws IOException, JMException {
    try (CordonFileSystem mount =
            Cordon.mount(disk, options().toBuilder().name("jmx").writable(true).build());
        FileChannel channel =
            FileChannel.open(
                mount.getPath("/f"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      CordonMXBean bean = bean("jmx");
      assertThat(channel.write(ByteBuffer.wrap(bytes(PAGE)))).isEqualTo(PAGE);
      assertThat(bean.getUnwrittenBytes()).isEqualTo(PAGE);
      assertThat(bean.getBytesWritten()).isEqualTo(PAGE);
      channel.force(false);
      assertThat(bean.getUnwrittenBytes()).isZero();
      mount.memoryFailures().strike(mount.getPath("/f"), 0); // to be read again
      for (int i = 0; i < 4; i++) {
        assertThat(channel.read(ByteBuffer.allocate(100), 0)).isEqualTo(100);
      }
      assertThat(bean.getBytesRead()).isEqualTo(400);
      assertThat(bean.getReadHits()).isEqualTo(3);
      assertThat(bean.getReadMisses()).isEqualTo(1);
      assertThat(bean.getStoreReads()).isEqualTo(1);
    }
  }

  @Test
  @Tag("S96")
  void theRangesOfAddressesAreThoseOfTheProcess() throws IOException, JMException {
    try (FileSystem other =
            Cordon.newFileSystem(options().toBuilder().name("jmx").huge(HugePolicy.NEVER).build());
        Arena arena = Arena.ofConfined();
        FileChannel channel =
            FileChannel.open(
                other.getPath("/scattered"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      int pages = 800;
      for (int page = 0; page < pages; page += 2) {
        channel.write(ByteBuffer.wrap(new byte[] {1}), (long) page * PAGE);
      }
      CordonMXBean bean = bean("jmx");
      int before = bean.getAddressRanges();
      channel.map(MapMode.READ_ONLY, 0, (long) pages * PAGE, arena);
      // Others in this process map, too; and the first mapping takes some more, to be kept.
      int more = bean.getAddressRanges() - before;
      assertThat(more).isBetween(pages - 200, pages + 600);
      assertThat(bean.getMaxAddressRanges()).isEqualTo(Cordon.addressRanges().limit());
      assertThat(bean.getAddressRangesShare())
          .isEqualTo((double) (before + more) / bean.getMaxAddressRanges(), within(0.01));
    }
  }

  @Test
  @Tag("S96")
  void whatIsNotKnownIsNoShare() {
    assertThat(new AddressRanges(-1, 65_530).share()).isNaN();
    assertThat(new AddressRanges(16_384, 65_536).share()).isEqualTo(0.25);
  }

  @Test
  void lostDataIsToldFromRetiredMemory() throws IOException, JMException {
    try (FileSystem other = Cordon.newFileSystem(options().toBuilder().name("jmx").build())) {
      MemoryFailures failures = CordonFileSystem.of(other).memoryFailures();
      Path file = Files.write(other.getPath("/f"), bytes(4 * PAGE));
      CordonMXBean bean = bean("jmx");
      failures.strike(file, 0);
      failures.strike(file, PAGE);
      assertThat(bean.getDataLostBytes()).isEqualTo(2 * PAGE);
      assertThat(bean.getRetiredBytes()).isZero();
      failures.clearPoison(file, new ByteRange(0, PAGE));
      failures.softOffline(file, 3 * PAGE);
      assertThat(bean.getDataLostBytes()).isEqualTo(PAGE);
      assertThat(bean.getRetiredBytes()).isEqualTo(2 * PAGE);
      assertThat(bean.getOutOfServiceBytes()).isEqualTo(3 * PAGE);
      Files.delete(file);
      assertThat(bean.getDataLostBytes()).isZero();
      assertThat(bean.getBadFiles()).isEmpty();
      assertThat(bean.getRetiredBytes()).isEqualTo(3 * PAGE);
    }
  }

  @Test
  void consolesShowWhatEverythingIs() throws JMException {
    ObjectName name = name(path("/").toUri().getAuthority());
    MBeanInfo info = SERVER.getMBeanInfo(name);
    assertThat(info.getDescription()).contains("file system", "memory errors");
    assertThat(info.getAttributes())
        .hasSize(23)
        .allSatisfy(attribute ->
            assertThat(attribute.getDescription())
                .isNotEqualTo(attribute.getName())
                .hasSizeGreaterThan(20));
    assertThat(info.getOperations())
        .hasSize(4)
        .allSatisfy(operation -> {
          assertThat(operation.getDescription()).hasSizeGreaterThan(20);
          assertThat(operation.getSignature())
              .allSatisfy(
                  parameter -> assertThat(parameter.getDescription()).hasSizeGreaterThan(10));
        });
    MBeanOperationInfo ranges =
        Arrays.stream(info.getOperations())
            .filter(each -> each.getName().equals("badRanges"))
            .findFirst()
            .orElseThrow();
    assertThat(ranges.getDescription()).startsWith("Returns the lost ranges");
    assertThat(ranges.getSignature()[0].getName()).isEqualTo("path");
    assertThat(info.getNotifications()).hasSize(1);
    assertThat(info.getNotifications()[0].getNotifTypes())
        .containsExactly("io.github.cordonfs.memory.failure");
  }

  @Test
  void eachFailureIsANotification() throws IOException, JMException {
    List<Notification> got = new ArrayList<>();
    NotificationListener listener = (notification, _) -> got.add(notification);
    Path file;
    try (FileSystem other = Cordon.newFileSystem(options().toBuilder().name("jmx").build())) {
      MemoryFailures failures = CordonFileSystem.of(other).memoryFailures();
      file = Files.write(other.getPath("/f"), bytes(PAGE + 100));
      failures.strike(file, 0);
      SERVER.addNotificationListener(name("jmx"), listener, null, null);
      MemoryFailureEvent event = failures.strike(file, PAGE + 1);
      failures.strikeFrame(event.frame() + 500);
      assertThat(got).hasSize(2);
      assertThat(got).extracting(Notification::getSequenceNumber).containsExactly(1L, 2L);
      assertThat(got.getFirst().getType()).isEqualTo("io.github.cordonfs.memory.failure");
      assertThat(got.getFirst().getMessage())
          .isEqualTo("a memory failure lost 100 bytes at offset 4096 of /f");
      Map<?, ?> data = (Map<?, ?>) got.getFirst().getUserData();
      assertThat((Object[]) data.get("paths")).containsExactly("/f");
      assertThat(data.get("offset")).isEqualTo((long) PAGE);
      assertThat(data.get("length")).isEqualTo(100L);
      assertThat(data.get("dataLost")).isEqualTo(true);
      assertThat(data.get("frame")).isEqualTo(event.frame());
      assertThat(data.get("source")).isEqualTo("injected");
      assertThat(data.get("handlingNanos")).isEqualTo(event.handling().toNanos());
      assertThat(got.get(1).getMessage()).isEqualTo("a memory failure; no data was lost");
    }
    assertThat(got).hasSize(2);
  }

  @Test
  void noNotificationComesAfterTheBeanWasClosed() throws IOException {
    Path file = Files.write(path("/f"), bytes(2 * PAGE));
    List<Notification> got = new ArrayList<>();
    FailureNotifications notifications = new FailureNotifications(failures());
    notifications.addNotificationListener((notification, _) -> got.add(notification), null, null);
    failures().strike(file, 0);
    assertThat(got).hasSize(1);
    notifications.close();
    notifications.addNotificationListener((notification, _) -> got.add(notification), null, null);
    failures().strike(file, PAGE);
    assertThat(got).hasSize(1);
  }

  @Test
  void aClientNeedsNoClassesOfCordon() throws IOException, JMException {
    Path file = fileWithPoison("/f", 3, 1);
    String[] signature = {String.class.getName()};
    ObjectName name = name(file.toUri().getAuthority());
    CompositeData[] ranges =
        (CompositeData[]) SERVER.invoke(name, "badRanges", new Object[] {"/f"}, signature);
    assertThat(ranges).hasSize(1);
    assertThat(ranges[0].get("offset")).isEqualTo((long) PAGE);
    assertThat(ranges[0].get("length")).isEqualTo((long) PAGE);
    assertThat(SERVER.getAttribute(name, "MemoryFailures").toString()).contains("INJECTED");
  }

  @Test
  void theBeanGoesWithItsFileSystem() throws IOException, JMException {
    FileSystem other = Cordon.newFileSystem(options().toBuilder().name("jmx").build());
    assertThat(SERVER.isRegistered(name("jmx"))).isTrue();
    other.close();
    assertThat(SERVER.isRegistered(name("jmx"))).isFalse();
    other.close();
    try (FileSystem again = Cordon.newFileSystem(options().toBuilder().name("jmx").build())) {
      assertThat(again.isOpen()).isTrue();
      assertThat(SERVER.isRegistered(name("jmx"))).isTrue();
      other.close();
      assertThat(SERVER.isRegistered(name("jmx"))).isTrue();
    }
  }

  @Test
  void everyNameOfAFileSystemIsAnObjectName() throws IOException, JMException {
    URI uri = URI.create("cordon://A-z_0.9");
    try (FileSystem other = FileSystems.newFileSystem(uri, Map.of("size", "4m"))) {
      assertThat(other.isOpen()).isTrue();
      assertThat(bean("A-z_0.9").getName()).isEqualTo("A-z_0.9");
    }
    assertThat(SERVER.isRegistered(name("A-z_0.9"))).isFalse();
  }

  @Test
  void aFileSystemOpensAlsoWhereItsObjectNameIsTaken() throws IOException, JMException {
    StandardMBean taken = new StandardMBean(() -> {}, Runnable.class);
    SERVER.registerMBean(taken, name("jmx"));
    try (LogCapture log = new LogCapture()) {
      try (FileSystem other = Cordon.newFileSystem(options().toBuilder().name("jmx").build())) {
        assertThat(Files.writeString(other.getPath("/f"), "works")).hasContent("works");
        assertThat(bean("jmx,instance=2").getName()).isEqualTo("jmx");
      }
      assertThat(SERVER.isRegistered(name("jmx"))).isTrue();
      assertThat(SERVER.isRegistered(name("jmx,instance=2"))).isFalse();
      assertThat(log.warnings()).isEmpty();
    } finally {
      SERVER.unregisterMBean(name("jmx"));
    }
  }

  /** As in a container, where each application has a Cordon of its own. */
  @Test
  @Tag("S88")
  void twoCordonsInTwoClassLoadersHaveTheirOwnNames() throws Exception {
    URL code = CordonOptions.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader none = ClassLoader.getPlatformClassLoader();
    try (LogCapture log = new LogCapture();
        FileSystem first =
            Cordon.newFileSystem(options().toBuilder().name("jmx").size(8 << 20).build());
        URLClassLoader other = new URLClassLoader(new URL[] {code}, none);
        FileSystem second = named("jmx", other)) {
      assertThat(second.getClass()).isNotEqualTo(first.getClass());
      assertThat(SERVER.getAttribute(name("jmx"), "CapacityBytes")).isEqualTo(8L << 20);
      assertThat(SERVER.getAttribute(name("jmx,instance=2"), "CapacityBytes")).isEqualTo(4L << 20);
      assertThat(log.warnings()).isEmpty();
    }
    assertThat(SERVER.queryNames(name("jmx,*"), null)).isEmpty();
  }

  private static FileSystem named(String name, ClassLoader loader)
      throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(CordonOptions.class.getName());
    Class<?> builderType = loader.loadClass(CordonOptionsBuilder.class.getName());
    Object builder = type.getMethod("builder").invoke(null);
    builderType.getMethod("name", String.class).invoke(builder, name);
    builderType.getMethod("size", long.class).invoke(builder, 4L << 20);
    Object options = builderType.getMethod("build").invoke(builder);
    return (FileSystem)
        loader
            .loadClass(Cordon.class.getName())
            .getMethod("newFileSystem", type)
            .invoke(null, options);
  }

  @Test
  @Tag("S88")
  void whatElseGoesWrongTakesOneLine() throws IOException, JMException {
    FileSystem other = Cordon.newFileSystem(options().toBuilder().name("jmx").build());
    try (LogCapture log = new LogCapture()) {
      SERVER.unregisterMBean(name("jmx"));
      other.close();
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().getFirst()).contains("jmx cannot be taken out of JMX");
      assertThat(log.thrown()).isEmpty();
    }
  }

  /** A file system in as far as a bean asks for it, with memory failures of another one. */
  private record Managed(String name, MemoryFailures memoryFailures) implements ManagedFileSystem {
    @Override
    public io.github.cordonfs.CollapseCounters collapseCounters() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long capacityBytes() {
      return 0;
    }

    @Override
    public long usedBytes() {
      return 0;
    }

    @Override
    public MemoryUsage memoryUsage() {
      throw new UnsupportedOperationException();
    }

    @Override
    public TransferCounts transferCounts() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReadCounts readCounts() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long storeReads() {
      return 0;
    }

    @Override
    public UnwrittenData unwrittenData() {
      throw new UnsupportedOperationException();
    }

    @Override
    public io.github.cordonfs.PageMap pageMap() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(String first, String... more) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aFileSystemThatWasClosedIsNotRegisteredLate() throws JMException {
    Management management = new Management();
    management.unregister();
    management.register(new Managed("late", failures()));
    assertThat(SERVER.isRegistered(name("late"))).isFalse();
  }

  @Test
  void aBeanGoesEvenIfItsListenerCannotBeTakenOut() throws JMException {
    MemoryFailures failures = failures();
    List<Object> listeners = new ArrayList<>();
    MemoryFailures kept =
        (MemoryFailures)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {MemoryFailures.class},
                (_, method, arguments) ->
                    method.getName().equals("addListener")
                        ? unwilling(listeners, arguments[0])
                        : method.invoke(failures, arguments));
    Management management = new Management();
    management.register(new Managed("kept", kept));
    SERVER.addNotificationListener(name("kept"), (_, _) -> {}, null, null);
    assertThatThrownBy(management::unregister).isInstanceOf(OutOfMemoryError.class);
    assertThat(SERVER.isRegistered(name("kept"))).isFalse();
  }

  /** Keeps a listener, as memory failures do, and does not let it go. */
  private static MemoryFailures.Registration unwilling(List<Object> listeners, Object listener) {
    listeners.add(listener);
    return () -> {
      throw new OutOfMemoryError("injected, with " + listeners.size() + " listeners");
    };
  }
}
