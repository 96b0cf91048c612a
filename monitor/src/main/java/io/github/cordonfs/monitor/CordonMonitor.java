package io.github.cordonfs.monitor;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.monitor.http.Server;
import io.github.cordonfs.monitor.pool.BeanPool;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;

/**
 * Serves a page that shows every frame of a file system, its failures, its files and its figures,
 * as they change. Thread-safe. Its threads do not keep the JVM alive; close it before the file
 * system.
 *
 * <p>It listens on loopback, answers to everybody there, and changes nothing, unless {@link
 * CordonMonitorBuilder} says otherwise.
 */
public final class CordonMonitor implements AutoCloseable {

  private final Server server;

  CordonMonitor(Server server) {
    this.server = server;
  }

  /**
   * Starts a monitor on loopback.
   *
   * @param fileSystem what it shows
   * @param port where it listens; 0 for any that is free
   * @throws IllegalArgumentException if the port is not one of 0 to 65535
   * @throws IOException if the port is taken
   */
  public static CordonMonitor start(CordonFileSystem fileSystem, int port) throws IOException {
    return builder(fileSystem).port(port).start();
  }

  /**
   * Returns a builder of a monitor.
   *
   * @param fileSystem what it shows
   */
  public static CordonMonitorBuilder builder(CordonFileSystem fileSystem) {
    return CordonMonitorBuilder.of(fileSystem);
  }

  /**
   * Returns a builder of a monitor for a file system of another JVM. It cannot cause failures
   * there.
   *
   * @param connection to the JVM
   * @param bean the name of the bean of the file system
   */
  public static CordonMonitorBuilder builder(MBeanServerConnection connection, ObjectName bean) {
    return CordonMonitorBuilder.of(new BeanPool(connection, bean));
  }

  /** Returns where the page is. */
  public URI uri() {
    InetSocketAddress address = server.address();
    InetAddress ip = address.getAddress();
    String host = ip.isAnyLocalAddress() ? "localhost" : ip.getHostAddress();
    int zone = host.indexOf('%');
    host = zone < 0 ? host : host.substring(0, zone);
    return URI.create(
        "http://"
            + (ip instanceof Inet6Address && !ip.isAnyLocalAddress() ? "[" + host + "]" : host)
            + ":"
            + address.getPort()
            + "/");
  }

  /** Returns the port on which it listens. */
  public int port() {
    return server.address().getPort();
  }

  /** Ends it: clients are sent away. Has no effect if it is closed. */
  @Override
  public void close() {
    server.close();
  }
}
