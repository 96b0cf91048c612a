package io.github.cordonfs.nio;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/** Opens file systems in a JVM that has no MBean server. */
final class FirstServerChild {

  private FirstServerChild() {}

  private static boolean haveServer() {
    return !MBeanServerFactory.findMBeanServer(null).isEmpty();
  }

  private static ObjectName name(CordonFileSystem fileSystem) throws Exception {
    return new ObjectName("io.github.cordonfs:type=FileSystem,name=" + fileSystem.name());
  }

  public static void main(String[] arguments) throws Exception {
    if (haveServer()) {
      throw new AssertionError("there is a server before anything was opened");
    }
    CordonFileSystem open = Cordon.newFileSystem();
    long start = System.nanoTime();
    CordonFileSystem closed = Cordon.newFileSystem();
    closed.close();
    boolean made = haveServer();
    // On a machine that is busy enough, this may come after it was due.
    if (made && System.nanoTime() - start < 400_000_000L) {
      throw new AssertionError("whoever opened a file system had to wait for a server");
    }
    while (!haveServer()) {
      LockSupport.parkNanos(1_000_000);
    }
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    while (!server.isRegistered(name(open))) {
      LockSupport.parkNanos(1_000_000);
    }
    CordonFileSystem later = Cordon.newFileSystem();
    if (!server.isRegistered(name(later))) {
      throw new AssertionError("there is a server, and the next file system is not known to it");
    }
    // Its turn has come: they are taken from one list, by one thread.
    LockSupport.parkNanos(600_000_000L);
    if (server.isRegistered(name(closed))) {
      throw new AssertionError("a file system that was closed before became known");
    }
    open.close();
    later.close();
    if (server.isRegistered(name(open)) || server.isRegistered(name(later))) {
      throw new AssertionError("a file system that was closed is known");
    }
    System.out.println("known when there was a server");
  }
}
