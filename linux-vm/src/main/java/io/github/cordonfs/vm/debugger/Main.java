package io.github.cordonfs.vm.debugger;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows the log of the jobs, and raises a machine check for each line that asks for one, until
 * the virtual machine ends: {@code @@ srar PHYSICAL ADDRESS...}.
 */
public final class Main {

  private static final String REQUEST = "@@ srar ";
  private static final int POLL_MILLIS = 20;

  private Main() {}

  /**
   * Follows a log.
   *
   * @param args the socket of QEMU's option -gdb, and the log
   */
  public static void main(String[] args) throws Exception {
    GdbRemote machine = null;
    try (BufferedReader log =
        Files.newBufferedReader(Path.of(args[1]), StandardCharsets.ISO_8859_1)) {
      StringBuilder line = new StringBuilder();
      while (true) {
        int each = log.read();
        if (each < 0) {
          Thread.sleep(POLL_MILLIS);
        } else if (each != '\n') {
          line.append((char) each);
        } else {
          String whole = line.toString().strip();
          line.setLength(0);
          if (whole.startsWith(REQUEST)) {
            if (machine == null) {
              machine = new GdbRemote(Path.of(args[0]));
              machine.start();
            }
            raise(machine, whole.substring(REQUEST.length()).split(" ", -1));
          }
        }
      }
    } catch (EOFException e) {
      System.out.println(e.getMessage());
    } catch (IOException e) {
      if (machine != null) {
        machine.kill();
      }
      throw e;
    } finally {
      if (machine != null) {
        machine.close();
      }
    }
  }

  private static void raise(GdbRemote machine, String[] words) throws IOException {
    List<Long> addresses = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      addresses.add(Long.parseUnsignedLong(words[i], 16));
    }
    ConsumedError.raise(machine, Long.parseUnsignedLong(words[0], 16), addresses);
  }
}
