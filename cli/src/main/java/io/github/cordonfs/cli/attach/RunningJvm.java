package io.github.cordonfs.cli.attach;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.github.cordonfs.cli.line.Reason;
import java.io.IOException;
import java.net.MalformedURLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A connection to a JVM that runs. */
final class RunningJvm implements AutoCloseable {

  private static final Pattern PID = Pattern.compile("[0-9]{1,9}");
  private static final Pattern ADDRESS =
      Pattern.compile("([^:/\\s]+|\\[[0-9a-fA-F:]+]):([0-9]{1,5})");

  /** Nobody can be reached, or nobody there is of use; the message says why, in one line. */
  static final class NotReachedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotReachedException(String message, Throwable cause) {
      super(message, cause);
    }

    NotReachedException(String message) {
      super(message);
    }
  }

  private final JMXConnector connector;
  private final MBeanServerConnection connection;

  private RunningJvm(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.connection = connector.getMBeanServerConnection();
  }

  /**
   * Connects to a JVM.
   *
   * @param target the number of a process of this machine, or HOST:PORT of a JMX agent
   */
  @SuppressWarnings("BanJNDI") // whom to trust the user says, who names the JVM
  static RunningJvm connect(String target) throws NotReachedException {
    JMXServiceURL url = PID.matcher(target).matches() ? ofProcess(target) : ofAddress(target);
    try {
      return new RunningJvm(JMXConnectorFactory.connect(url));
    } catch (IOException | SecurityException e) {
      throw new NotReachedException("no JMX agent answers at " + target + ": " + firstLine(e), e);
    }
  }

  /** The agent is started if it is not there: it listens on this machine only. */
  private static JMXServiceURL ofProcess(String pid) throws NotReachedException {
    VirtualMachine machine;
    try {
      machine = VirtualMachine.attach(pid);
    } catch (AttachNotSupportedException | IOException e) {
      throw new NotReachedException(
          ProcessHandle.of(Long.parseLong(pid)).isEmpty()
              ? "there is no process " + pid
              : "process " + pid + " is no JVM that this user can attach to: " + firstLine(e),
          e);
    }
    try {
      return new JMXServiceURL(machine.startLocalManagementAgent());
    } catch (IOException e) {
      throw new NotReachedException("process " + pid + " starts no JMX agent: " + firstLine(e), e);
    } finally {
      try {
        machine.detach();
      } catch (IOException _) {
        // It has ended meanwhile.
      }
    }
  }

  private static JMXServiceURL ofAddress(String target) throws NotReachedException {
    Matcher matcher = ADDRESS.matcher(target);
    if (!matcher.matches()) {
      throw new NotReachedException(
          "'" + target + "' is neither the number of a process nor HOST:PORT");
    }
    try {
      return new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + target + "/jmxrmi");
    } catch (MalformedURLException e) {
      throw new NotReachedException("'" + target + "' is no address: " + firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    return Reason.of(e).lines().findFirst().orElse(e.getClass().getSimpleName()).strip();
  }

  MBeanServerConnection connection() {
    return connection;
  }

  /** Returns the names of the beans of its file systems, in order. */
  List<ObjectName> fileSystems() throws IOException {
    try {
      List<ObjectName> names =
          new ArrayList<>(
              connection.queryNames(new ObjectName("io.github.cordonfs:type=FileSystem,*"), null));
      names.sort(Comparator.comparing(ObjectName::getCanonicalName));
      return names;
    } catch (MalformedObjectNameException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
