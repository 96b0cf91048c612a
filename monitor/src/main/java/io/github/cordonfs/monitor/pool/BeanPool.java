package io.github.cordonfs.monitor.pool;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.CordonMXBean;
import io.github.cordonfs.PageInfo;
import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.TransferCounts;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.ClosedFileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;

/** A file system of another JVM, through its bean. Nothing can be struck there. */
public final class BeanPool implements WatchedPool {

  /** Frames of one request; the bean gives no more than a million. */
  private static final int AT_ONCE = 1 << 18;

  private final MBeanServerConnection connection;
  private final ObjectName name;
  private final CordonMXBean bean;

  /** Of a bean that is registered with a server that can be reached. */
  public BeanPool(MBeanServerConnection connection, ObjectName name) {
    this.connection = connection;
    this.name = name;
    this.bean = JMX.newMXBeanProxy(connection, name, CordonMXBean.class, true);
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (UndeclaredThrowableException e) {
      Throwable cause = e.getUndeclaredThrowable();
      if (cause instanceof InstanceNotFoundException) {
        throw closed(e);
      }
      throw new UnreachableException("the JVM of file system " + name + " does not answer", e);
    }
  }

  private static ClosedFileSystemException closed(Throwable cause) {
    ClosedFileSystemException closed = new ClosedFileSystemException();
    closed.initCause(cause);
    return closed;
  }

  @Override
  public String name() {
    return ask(bean::getName);
  }

  @Override
  public int frameCount() {
    return ask(bean::getFrameCount);
  }

  @Override
  public void states(int first, byte[] target, int offset, int count) {
    for (int done = 0; done < count; ) {
      int from = first + done;
      int some = Math.min(AT_ONCE, count - done);
      byte[] states = ask(() -> bean.pageStates(from, some));
      System.arraycopy(states, 0, target, offset + done, some);
      done += some;
    }
  }

  @Override
  public PageInfo describe(int frame) {
    return ask(() -> bean.describeFrame(frame));
  }

  @Override
  public int frames(String path, long firstPage, int[] frames) throws IOException {
    int[] found = bean.pageFrames(path, firstPage, frames.length);
    System.arraycopy(found, 0, frames, 0, found.length);
    return found.length;
  }

  @Override
  public Gauges gauges() {
    return ask(() -> {
      Map<String, Long> failures = new TreeMap<>();
      bean.getMemoryFailures()
          .forEach((source, n) -> failures.put(source.name().toLowerCase(Locale.ROOT), n.total()));
      return new Gauges(
          bean.getCapacityBytes(),
          bean.getUsedBytes(),
          bean.getResidentBytes(),
          bean.getHugeBytes(),
          bean.getDataLostBytes(),
          bean.getRetiredBytes(),
          bean.getPatrolledBytes(),
          new TransferCounts(bean.getBytesRead(), bean.getBytesWritten()),
          bean.getStoreReads(),
          Optional.of(new ReadCounts(bean.getReadHits(), bean.getReadMisses()))
              .filter(reads -> !reads.equals(ReadCounts.NONE)),
          failures);
    });
  }

  @Override
  public List<String> badFiles() {
    return ask(bean::getBadFiles);
  }

  @Override
  public List<ByteRange> badRanges(String path) throws IOException {
    return bean.badRanges(path);
  }

  @Override
  public Listening listen(Consumer<? super FailureReport> listener) {
    NotificationListener heard = (notification, _) -> listener.accept(report(notification));
    try {
      connection.addNotificationListener(name, heard, null, null);
    } catch (InstanceNotFoundException e) {
      throw closed(e);
    } catch (IOException e) {
      throw new UnreachableException("the JVM of file system " + name + " does not answer", e);
    }
    return () -> {
      try {
        connection.removeNotificationListener(name, heard);
      } catch (JMException | IOException _) {
        // The file system, or its JVM, is gone; and the listener with it.
      }
    };
  }

  /** The keys are those that {@code CordonMXBean} names. */
  private static FailureReport report(Notification notification) {
    Map<?, ?> data = (Map<?, ?>) notification.getUserData();
    return new FailureReport(
        Instant.ofEpochMilli(notification.getTimeStamp()),
        number(data, "frame").intValue(),
        data.get("paths") instanceof String[] paths ? List.of(paths) : List.of(),
        new ByteRange(number(data, "offset").longValue(), number(data, "length").longValue()),
        Boolean.TRUE.equals(data.get("dataLost")),
        String.valueOf(data.get("source")),
        "",
        "",
        -1,
        Duration.ofNanos(number(data, "handlingNanos").longValue()));
  }

  private static Number number(Map<?, ?> data, String key) {
    return data.get(key) instanceof Number number ? number : 0;
  }

  @Override
  public Optional<Strikes> strikes() {
    return Optional.empty();
  }
}
