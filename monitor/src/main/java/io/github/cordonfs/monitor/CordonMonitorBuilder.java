package io.github.cordonfs.monitor;

import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.monitor.http.Server;
import io.github.cordonfs.monitor.pool.LocalPool;
import io.github.cordonfs.monitor.pool.WatchedPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Says how a monitor is to be, and starts it. Not thread-safe. */
public final class CordonMonitorBuilder {

  private final WatchedPool pool;
  private InetAddress address = InetAddress.getLoopbackAddress();
  private int port;
  private Optional<String> token = Optional.empty();
  private boolean injection;
  private Optional<Supplier<String>> metrics = Optional.empty();

  private CordonMonitorBuilder(WatchedPool pool) {
    this.pool = pool;
  }

  static CordonMonitorBuilder of(CordonFileSystem fileSystem) {
    return of(new LocalPool(Objects.requireNonNull(fileSystem, "fileSystem")));
  }

  static CordonMonitorBuilder of(WatchedPool pool) {
    return new CordonMonitorBuilder(pool);
  }

  /**
   * Sets the address to listen on; loopback if it is not set. Any other needs a {@link #token}. The
   * monitor speaks HTTP without encryption: put a proxy in front of it.
   */
  public CordonMonitorBuilder address(InetAddress listen) {
    this.address = Objects.requireNonNull(listen, "listen");
    return this;
  }

  /**
   * Sets the port to listen on; any free one if it is not set.
   *
   * @param number 0 to 65535, 0 for any free one
   * @throws IllegalArgumentException if it is no port
   */
  public CordonMonitorBuilder port(int number) {
    if (number < 0 || number > 0xFFFF) {
      throw new IllegalArgumentException("no port: " + number);
    }
    this.port = number;
    return this;
  }

  /**
   * Sets what a request for data has to carry, as {@code Authorization: Bearer TOKEN}. The page
   * asks for it, or takes it from the fragment of its address: {@code #token=TOKEN}.
   *
   * @param secret printable ASCII without spaces, at least one character
   * @throws IllegalArgumentException if it is not
   */
  public CordonMonitorBuilder token(String secret) {
    if (!secret.matches("[!-~]+")) {
      throw new IllegalArgumentException(
          "a token consists of printable ASCII characters without spaces");
    }
    this.token = Optional.of(secret);
    return this;
  }

  /**
   * Sets whether the page may cause failures. That also needs a file system that was opened with
   * {@code injection(true)}.
   */
  public CordonMonitorBuilder allowInjection(boolean allowed) {
    this.injection = allowed;
    return this;
  }

  /**
   * Sets where {@code /metrics} gets its text from: the {@code scrape} method of a registry for
   * Prometheus, which has the meters of {@code cordon-micrometer}.
   */
  public CordonMonitorBuilder metrics(Supplier<String> scrape) {
    this.metrics = Optional.of(scrape);
    return this;
  }

  /**
   * Starts the monitor.
   *
   * @throws IllegalStateException if it would answer to other machines without a token
   * @throws java.nio.file.ClosedFileSystemException if the file system is closed
   * @throws IOException if the port is taken
   */
  public CordonMonitor start() throws IOException {
    if (!address.isLoopbackAddress() && token.isEmpty()) {
      throw new IllegalStateException(
          "a monitor that listens on " + address.getHostAddress() + " needs a token");
    }
    InetSocketAddress where = new InetSocketAddress(address, port);
    return new CordonMonitor(
        Server.start(pool, new Server.Settings(where, token, injection, metrics)));
  }
}
