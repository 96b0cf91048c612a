package io.github.cordonfs.bench.replay;

import io.github.cordonfs.cli.line.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A trace of requests to a disk: all of them, and its reads. The file is text, which gzip may have
 * compressed: after the head {@code version,time,op,size,lbn} a line for each request. The
 * operation is that of SCSI, 28 for a read and 2a for a write; the size is in bytes, the place in
 * sectors of 512 bytes.
 */
final class DiskTrace {

  private static final String HEAD = "version,time,op,size,lbn";
  private static final String READ = "28";
  private static final String WRITE = "2a";

  private static final int SECTOR = 512;

  /** Bytes of a page. */
  static final int PAGE = 4096;

  /** By how many sectors a trace can be moved up: to less than a page. */
  static final int MOST_SECTORS_UP = PAGE / SECTOR - 1;

  /** What the commands have room for: sectors are numbered by 32 bits and counted by 16. */
  private static final long MOST_SECTOR = (1L << 32) - 1;

  private static final long MOST_BYTES = 65535L * SECTOR;

  private static final int GZIP_MAGIC = 0x1f8b;

  private long[] sectors = new long[1024];
  private int[] bytes = new int[1024];
  private int reads;
  private final List<Request> requests = new ArrayList<>();

  /**
   * A request.
   *
   * @param isWrite whether it is a write, and not a read
   * @param position in bytes
   * @param bytes how many, at least 1
   */
  record Request(boolean isWrite, long position, int bytes) {}

  private DiskTrace() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is no such trace; the message names the file and
   *     the line
   */
  static DiskTrace read(Path file) throws IOException {
    DiskTrace trace = new DiskTrace();
    int line = 1;
    try (BufferedReader lines = open(file)) {
      String text = lines.readLine();
      if (text == null) {
        throw new IOException(file + ": the trace is empty");
      }
      if (!text.equals(HEAD)) {
        throw new IOException(file + ", line 1: expected '" + HEAD + "', found: " + shown(text));
      }
      for (line = 2; (text = lines.readLine()) != null; line++) {
        String problem = trace.add(text);
        if (problem != null) {
          throw new IOException(file + ", line " + line + ": " + problem);
        }
      }
    } catch (FileSystemException e) {
      throw new IOException(file + ": " + Reason.of(e), e);
    } catch (EOFException e) {
      throw new IOException(file + ", line " + line + ": the compressed file is cut off", e);
    } catch (ZipException e) {
      String reason = ": the compressed file is damaged: " + e.getMessage();
      throw new IOException(file + ", line " + line + reason, e);
    }
    if (trace.reads == 0) {
      throw new IOException(file + ": the trace has no reads");
    }
    return trace;
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      in.mark(2);
      int magic = in.read() << 8 | in.read();
      in.reset();
      InputStream text = magic == GZIP_MAGIC ? new GZIPInputStream(in) : in;
      return new BufferedReader(new InputStreamReader(text, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      try (in) {
        throw e;
      }
    }
  }

  /** Adds the request of a line; returns what is wrong with it, or null. */
  private @Nullable String add(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != 5) {
      return "expected 5 fields, found " + fields.length + ": " + shown(line);
    }
    for (int i : new int[] {0, 1, 3, 4}) {
      if (number(fields[i]) < 0) {
        return "not a number from 0 up: " + shown(fields[i]);
      }
    }
    String operation = fields[2];
    long size = number(fields[3]);
    long sector = number(fields[4]);
    if (!operation.equals(READ) && !operation.equals(WRITE)) {
      return "unknown operation, neither 28 (read) nor 2a (write): " + shown(operation);
    }
    if (size == 0 || size > MOST_BYTES) {
      return "a request must be of 1 to " + MOST_BYTES + " bytes: " + size;
    }
    if (sector > MOST_SECTOR) {
      return "a sector must be below 2^32: " + sector;
    }
    requests.add(new Request(operation.equals(WRITE), sector * SECTOR, (int) size));
    if (operation.equals(READ)) {
      if (reads == sectors.length) {
        sectors = Arrays.copyOf(sectors, 2 * reads);
        bytes = Arrays.copyOf(bytes, 2 * reads);
      }
      sectors[reads] = sector;
      bytes[reads++] = (int) size;
    }
    return null;
  }

  /** The number that a text is, or -1. */
  private static long number(String text) {
    if (text.isEmpty() || text.length() > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** As much of a text as a message bears. */
  private static String shown(String text) {
    return text.length() <= 60 ? "'" + text + "'" : "'" + text.substring(0, 60) + "...'";
  }

  /** All requests, in order. */
  List<Request> requests() {
    return Collections.unmodifiableList(requests);
  }

  /** How many reads there are. */
  int reads() {
    return reads;
  }

  /** The page that a read begins in, with all places moved up by some sectors. */
  long firstPage(int read, int sectorsUp) {
    return (sectors[read] + sectorsUp) * SECTOR / PAGE;
  }

  /** The page that a read ends in. */
  long lastPage(int read, int sectorsUp) {
    return ((sectors[read] + sectorsUp) * SECTOR + bytes[read] - 1) / PAGE;
  }

  /** The pages that the reads touch, with all places moved up by some sectors. */
  Load load(String name, int sectorsUp) {
    Map<Long, Integer> numbers = new HashMap<>();
    int[] pages = new int[reads];
    int n = 0;
    for (int i = 0; i < reads; i++) {
      long last = lastPage(i, sectorsUp);
      for (long page = firstPage(i, sectorsUp); page <= last; page++) {
        if (n == pages.length) {
          pages = Arrays.copyOf(pages, 2 * n);
        }
        int next = numbers.size();
        pages[n++] = numbers.computeIfAbsent(page, any -> next);
      }
    }
    return new Load(name, Arrays.copyOf(pages, n), numbers.size());
  }
}
