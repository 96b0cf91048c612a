package io.github.cordonfs.nio.management;

import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryFailures.Registration;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import org.jspecify.annotations.Nullable;

/**
 * Sends memory failures to listeners of JMX. It listens for failures itself only once somebody
 * listens to it: until then a failure costs nothing here. Thread-safe.
 */
final class FailureNotifications extends NotificationBroadcasterSupport implements AutoCloseable {

  /** The type of the notifications. */
  static final String TYPE = "io.github.cordonfs.memory.failure";

  private static final MBeanNotificationInfo INFO =
      new MBeanNotificationInfo(
          new String[] {TYPE},
          Notification.class.getName(),
          "A memory failure was handled. The user data is a map: paths, offset and length (bytes) of"
              + " what was lost, dataLost, frame, source, handlingNanos");

  /** Weak: the server keeps this, and must not keep the file system. */
  private final WeakReference<MemoryFailures> failures;

  /**
   * What listens, once anybody listens to this. Weak, as its registration leads to all listeners,
   * and so to the file system: which keeps it. Guarded by this.
   */
  private @Nullable WeakReference<Listening> listening;

  /** Guarded by this. */
  private boolean closed;

  /** Guarded by this. */
  private long sequence;

  FailureNotifications(MemoryFailures failures) {
    super(INFO);
    this.failures = new WeakReference<>(failures);
  }

  @Override
  public void addNotificationListener(
      NotificationListener listener, NotificationFilter filter, Object handback) {
    super.addNotificationListener(listener, filter, handback);
    synchronized (this) {
      MemoryFailures live = failures.get();
      if (listening == null && !closed && live != null) {
        Listening made = new Listening();
        listening = new WeakReference<>(made);
        made.registration = live.addListener(made);
      }
    }
  }

  private final class Listening implements Consumer<MemoryFailureEvent> {
    private @Nullable Registration registration;

    @Override
    public void accept(MemoryFailureEvent event) {
      send(event);
    }
  }

  private void send(MemoryFailureEvent event) {
    Notification notification =
        new Notification(TYPE, this, next(), event.time().toEpochMilli(), message(event));
    notification.setUserData(data(event));
    sendNotification(notification);
  }

  private synchronized long next() {
    return ++sequence;
  }

  private static String message(MemoryFailureEvent event) {
    if (!isDataLost(event)) {
      return "a memory failure; no data was lost";
    }
    String file =
        event.paths().isEmpty() ? "a file without a name" : String.join(", ", event.paths());
    return "a memory failure lost "
        + event.range().length()
        + " bytes at offset "
        + event.range().offset()
        + " of "
        + file;
  }

  private static boolean isDataLost(MemoryFailureEvent event) {
    return event.pageIndex() >= 0;
  }

  /** Returns only what every client has classes for. */
  private static Map<String, Object> data(MemoryFailureEvent event) {
    Map<String, Object> data = new HashMap<>();
    data.put("paths", event.paths().toArray(String[]::new));
    data.put("offset", event.range().offset());
    data.put("length", event.range().length());
    data.put("dataLost", isDataLost(event));
    data.put("frame", event.frame());
    data.put("source", event.source().name().toLowerCase(Locale.ROOT));
    data.put("handlingNanos", event.handling().toNanos());
    return data;
  }

  /** Sends nothing from now on. */
  @Override
  public synchronized void close() {
    closed = true;
    Listening live = listening == null ? null : listening.get();
    if (live != null && live.registration != null) {
      live.registration.close();
    }
    listening = null;
  }
}
