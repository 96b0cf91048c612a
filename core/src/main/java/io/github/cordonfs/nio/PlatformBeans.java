package io.github.cordonfs.nio;

import io.github.cordonfs.CordonMXBean;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The beans of file systems in the platform's MBean server. A file system works without: what goes
 * wrong here is logged and goes no further. Only this class knows JMX, and {@link Management} sees
 * to it that it is not touched where there is none.
 */
final class PlatformBeans {

  private static final System.Logger LOG = System.getLogger("io.github.cordonfs");

  private PlatformBeans() {}

  /** Registers the bean of a file system; returns whether that worked. */
  static boolean register(String fileSystem, CordonMXBean bean) {
    try {
      ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name(fileSystem));
      return true;
    } catch (JMException | RuntimeException | LinkageError e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "file system \"" + fileSystem + "\" is not known to JMX: " + e,
          e);
      return false;
    }
  }

  /** Takes the bean of a file system out again. */
  static void unregister(String fileSystem) {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name(fileSystem));
    } catch (JMException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "file system \"" + fileSystem + "\" cannot be taken out of JMX: " + e,
          e);
    }
  }

  /**
   * Needs no quotes: {@link io.github.cordonfs.CordonOptions#name(String)} lets none in that does.
   */
  private static ObjectName name(String fileSystem) throws MalformedObjectNameException {
    return new ObjectName("io.github.cordonfs:type=FileSystem,name=" + fileSystem);
  }
}
