package io.github.cordonfs.vm.debugger;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A connection to QEMU as the debugger of a virtual machine with one x86-64 processor, which stands
 * still whenever this has it stopped. For one thread.
 *
 * <p>Of GDB's remote protocol it speaks what is needed, with acknowledgements.
 */
final class GdbRemote implements AutoCloseable {

  /** What is put at an address. */
  enum Point {
    /** Stops before the instruction at the address. */
    BREAK("0"),
    /** Stops after an instruction that loads from the range. */
    LOAD("3");

    private final String code;

    Point(String code) {
      this.code = code;
    }
  }

  private static final int INTERRUPT = 3;
  private static final String PROGRAM_COUNTER = "10";
  private static final String THREAD_POINTER = "18";

  private final SocketChannel channel;
  private final InputStream in;
  private final OutputStream out;

  /**
   * Connects, which stops the machine.
   *
   * @param socket of QEMU's option -gdb
   */
  GdbRemote(Path socket) throws IOException {
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    in = new BufferedInputStream(Channels.newInputStream(channel));
    out = Channels.newOutputStream(channel);
    // Some versions of QEMU say that they stopped, and some do not.
    String reply = ask("qC");
    while (!reply.startsWith("QC")) {
      reply = receive();
    }
    // Whoever has not asked for the description of the registers cannot read a single one.
    ask("qXfer:features:read:target.xml:0,ffb");
  }

  /** Ends the virtual machine, which nobody could have run again after this. */
  void kill() throws IOException {
    send("k");
  }

  /** Lets the machine run; it must be standing. */
  void start() throws IOException {
    send("c");
  }

  /** Has the machine stop, whatever it is doing; it must be running. */
  void interrupt() throws IOException {
    out.write(INTERRUPT);
    out.flush();
    awaitStop();
  }

  /**
   * Waits until the machine stands.
   *
   * @return whether it has loaded from a range that is watched
   */
  boolean awaitStop() throws IOException {
    String reply = receive();
    // What the monitor prints comes in between.
    while (reply.startsWith("O")) {
      reply = receive();
    }
    if (!reply.startsWith("T")) {
      throw new IOException("the virtual machine stopped with " + reply);
    }
    return reply.contains("watch:");
  }

  /** Executes one instruction; returns whether it has loaded from a range that is watched. */
  boolean step() throws IOException {
    send("s");
    return awaitStop();
  }

  void set(Point point, long address, int length) throws IOException {
    expectOk(
        "Z" + point.code + "," + Long.toHexString(address) + "," + Integer.toHexString(length));
  }

  void remove(Point point, long address, int length) throws IOException {
    expectOk(
        "z" + point.code + "," + Long.toHexString(address) + "," + Integer.toHexString(length));
  }

  /** Returns the address of the next instruction. */
  long programCounter() throws IOException {
    return register(PROGRAM_COUNTER);
  }

  /** Returns what tells the thread that runs from others: the base of its segment FS. */
  long threadPointer() throws IOException {
    return register(THREAD_POINTER);
  }

  /** Gives a command to the monitor of QEMU. */
  void monitor(String command) throws IOException {
    String reply =
        ask("qRcmd," + HexFormat.of().formatHex(command.getBytes(StandardCharsets.US_ASCII)));
    StringBuilder said = new StringBuilder();
    while (reply.startsWith("O") && !reply.equals("OK")) {
      said.append(
          new String(HexFormat.of().parseHex(reply.substring(1)), StandardCharsets.US_ASCII));
      reply = receive();
    }
    if (!reply.equals("OK") || !said.isEmpty()) {
      throw new IOException(command + ": " + reply + " " + said);
    }
  }

  private long register(String number) throws IOException {
    String hex = ask("p" + number);
    if (hex.length() != 2 * Long.BYTES) {
      throw new IOException("register " + number + " is " + hex + ", which is not 8 bytes");
    }
    return Long.reverseBytes(HexFormat.fromHexDigitsToLong(hex));
  }

  private void expectOk(String request) throws IOException {
    String reply = ask(request);
    if (!reply.equals("OK")) {
      throw new IOException("the debugger's request " + request + " was answered with " + reply);
    }
  }

  private String ask(String request) throws IOException {
    send(request);
    return receive();
  }

  private void send(String packet) throws IOException {
    int sum = 0;
    for (byte each : packet.getBytes(StandardCharsets.US_ASCII)) {
      sum += each;
    }
    String framed = "$" + packet + "#" + HexFormat.of().toHexDigits((byte) sum);
    out.write(framed.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** Receives a packet, and acknowledges it. Acknowledgements of ours are passed over. */
  private String receive() throws IOException {
    int each = next();
    while (each != '$') {
      if (each == '-') {
        throw new IOException("a request to the debugger was garbled");
      }
      each = next();
    }
    StringBuilder packet = new StringBuilder();
    for (each = next(); each != '#'; each = next()) {
      packet.append((char) each);
    }
    // The checksum: on a local socket nothing gets lost.
    next();
    next();
    out.write('+');
    out.flush();
    return packet.toString();
  }

  private int next() throws IOException {
    int each = in.read();
    if (each < 0) {
      throw new EOFException("the virtual machine has ended");
    }
    return each;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
