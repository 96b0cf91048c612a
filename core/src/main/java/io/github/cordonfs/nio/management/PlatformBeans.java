package io.github.cordonfs.nio.management;

import io.github.cordonfs.CordonMXBean;
import io.github.cordonfs.MemoryFailures;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The beans of file systems in the platform's MBean server. A file system works without: what goes
 * wrong here is logged and goes no further. Only this class knows JMX, and {@link Management} sees
 * to it that it is not touched where there is none.
 */
final class PlatformBeans {

  /** Whether the platform's server is there for certain. Racy on purpose: it stays. */
  private static boolean haveServer;

  private PlatformBeans() {}

  /**
   * Returns whether to register takes no longer than it has to: the first to ask for the platform's
   * server has the JDK make it, with the beans of the JVM and of Flight Recorder.
   */
  static boolean haveServer() {
    if (!haveServer) {
      // Any server may be the platform's: nothing says which one is, short of making it.
      haveServer = !MBeanServerFactory.findMBeanServer(null).isEmpty();
    }
    return haveServer;
  }

  /** Has the platform's server made, if there is none. What goes wrong, {@link #register} logs. */
  static void makeServer() {
    try {
      var _ = ManagementFactory.getPlatformMBeanServer();
    } catch (RuntimeException | LinkageError _) {
      // Whoever registers a bean meets the same.
    }
    haveServer = true;
  }

  /** A bean that is registered: its name, and what to close when it is taken out. */
  record Registered(String name, FailureNotifications notifications) {}

  /**
   * Registers the bean of a file system. Names are unique in a class loader, but the server is the
   * JVM's: of those that share a name with a file system of another Cordon, all but the first have
   * a number, too.
   *
   * @param failures to send notifications of
   * @return what to hand to {@link #unregister}, or null if that did not work
   */
  static @Nullable Registered register(
      String fileSystem, CordonMXBean bean, MemoryFailures failures) {
    // Needs no quotes: CordonOptions.name lets none in that does.
    String name = "io.github.cordonfs:type=FileSystem,name=" + fileSystem;
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      return register(server, name, bean, new FailureNotifications(failures));
    } catch (JMException | RuntimeException | LinkageError e) {
      System.getLogger("io.github.cordonfs")
          .log(
              System.Logger.Level.WARNING,
              "file system \"" + fileSystem + "\" is not known to JMX: " + e);
      return null;
    }
  }

  /** Everything is made before the server has the bean: behind that nothing can fail. */
  private static Registered register(
      MBeanServer server, String name, CordonMXBean bean, FailureNotifications notifications)
      throws JMException {
    boolean done = false;
    try {
      DescribedBean described = new DescribedBean(bean, notifications);
      Registered registered = new Registered(name, notifications);
      for (int i = 2; !isRegistered(server, described, registered.name()); i++) {
        registered = new Registered(name + ",instance=" + i, notifications);
      }
      done = true;
      return registered;
    } finally {
      if (!done) {
        notifications.close();
      }
    }
  }

  private static boolean isRegistered(MBeanServer server, DescribedBean bean, String name)
      throws JMException {
    try {
      server.registerMBean(bean, new ObjectName(name));
      return true;
    } catch (InstanceAlreadyExistsException e) {
      return false;
    }
  }

  /** Takes a bean out again, whatever becomes of its notifications. */
  static void unregister(Registered registered) {
    try {
      registered.notifications().close();
    } finally {
      unregister(registered.name());
    }
  }

  private static void unregister(String name) {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(name));
    } catch (JMException | RuntimeException e) {
      System.getLogger("io.github.cordonfs")
          .log(System.Logger.Level.WARNING, name + " cannot be taken out of JMX: " + e);
    }
  }
}
