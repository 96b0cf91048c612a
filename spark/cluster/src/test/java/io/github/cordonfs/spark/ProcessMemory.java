package io.github.cordonfs.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The memory of a process as Linux counts it, in bytes.
 *
 * @param peak the most that was resident at once, of all kinds: {@code VmHWM}
 * @param resident what is resident now: {@code VmRSS}
 * @param shared the part of that which is shared memory, such as a memory file: {@code RssShmem}. A
 *     page that is mapped twice counts twice
 * @param proportional what is resident now, a page that is mapped twice counted once: {@code Pss}
 * @param files what the memory files take that the process has open, mapped or not
 */
record ProcessMemory(long peak, long resident, long shared, long proportional, long files) {

  private static final long BLOCK = 512;

  static ProcessMemory of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    List<String> status = Files.readAllLines(process.resolve("status"));
    return new ProcessMemory(
        bytes(status, "VmHWM:"),
        bytes(status, "VmRSS:"),
        bytes(status, "RssShmem:"),
        bytes(Files.readAllLines(process.resolve("smaps_rollup")), "Pss:"),
        memoryFiles(process.resolve("fd")));
  }

  /** Returns the most that the process took at once, memory that it has not mapped included. */
  long most() {
    return peak + Math.max(0, files - shared);
  }

  private static long bytes(List<String> lines, String name) throws IOException {
    for (String each : lines) {
      if (each.startsWith(name)) {
        return Long.parseLong(each.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("no " + name + " in " + lines);
  }

  private static long memoryFiles(Path descriptors) throws IOException {
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.filter(ProcessMemory::isMemoryFile).mapToLong(ProcessMemory::allocated).sum();
    }
  }

  /** A descriptor that was closed meanwhile is none. */
  private static boolean isMemoryFile(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("/memfd:");
    } catch (IOException e) {
      return false;
    }
  }

  /** By a program: Java has no way to ask for the blocks of a file. */
  private static long allocated(Path descriptor) {
    try {
      Process stat = new ProcessBuilder("stat", "-L", "-c", "%b", descriptor.toString()).start();
      String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Long.parseLong(blocks.strip()) * BLOCK;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
