package io.github.cordonfs.bench;

import io.github.cordonfs.Cordon;
import io.github.cordonfs.CordonFileSystem;
import io.github.cordonfs.CordonOptions;
import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.MemoryFailureEvent;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.Outcome;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The program of a fork that measures how long a strike takes. JMH would either count the
 * preparation of each strike or sample some of them only; here every strike is timed on its own and
 * nothing else is, and strikes of files of all sizes take turns, so that whatever slows the machine
 * slows all sizes.
 */
final class StrikeProbe {

  /** The least and the greatest size differ by 4096: what grew with the size could not hide. */
  private static final long[] SIZES = {1L << 20, 64L << 20, 4L << 30};

  private static final int FOLIOS = 512;
  private static final int SMALL_STRIKES_OF_A_FOLIO = 4;

  /** Mappings of the page that is struck. */
  static final int MAPPINGS = 100;

  private static final int MAPPED_PAGES = 512;

  private static final int WARMUP_FOLIOS = 128;
  private static final int WARMUP_SMALL_STRIKES_OF_A_FOLIO = 32;
  private static final int WARMUPS = 4;
  private static final int COMPILATION_MILLIS = 500;
  private static final int POLL_MILLIS = 50;
  private static final int STILL_POLLS = 20;
  private static final int MAX_POLLS = 300;

  private final Pattern pattern = new Pattern();
  private final Random random = new Random(ProcessHandle.current().pid());

  private StrikeProbe() {}

  /**
   * Measures and writes samples to the standard output.
   *
   * @param args none
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    StrikeProbe probe = new StrikeProbe();
    for (int i = 0; i < WARMUPS; i++) {
      List<StrikeFiles> files = List.of(new StrikeFiles(64L << 20, WARMUP_FOLIOS));
      probe.run(files, WARMUP_FOLIOS, WARMUP_SMALL_STRIKES_OF_A_FOLIO);
    }
    List<StrikeFiles> files = new ArrayList<>();
    for (long size : SIZES) {
      files.add(new StrikeFiles(size, FOLIOS));
    }
    System.out.print(probe.run(files, FOLIOS, SMALL_STRIKES_OF_A_FOLIO).format());
  }

  private StrikeSamples run(List<StrikeFiles> wanted, int folios, int smallStrikes)
      throws IOException, InterruptedException {
    List<StrikeFiles> files = new ArrayList<>(wanted);
    long needed = files.stream().mapToLong(StrikeFiles::memory).sum() + 2 * StrikeFiles.FOLIO;
    // Split folios leave blocks of which 511 frames are free and of no use to this program.
    CordonOptions options =
        CordonOptions.builder().size(needed).huge(HugePolicy.ALWAYS).injection(true).build();
    try (CordonFileSystem fileSystem = Cordon.newFileSystem(options)) {
      long capacity = fileSystem.memoryUsage().capacityBytes();
      while (needed > capacity) {
        needed -= files.removeLast().memory();
      }
      List<List<StrikeFiles.Folio>> foliosBySize = new ArrayList<>();
      for (StrikeFiles each : files) {
        foliosBySize.add(each.write(fileSystem, pattern, random));
      }
      MemoryFailures failures = fileSystem.memoryFailures();
      waitForHugePages(fileSystem);
      warmUp(failures, files, foliosBySize, folios);
      StrikeSamples samples = new StrikeSamples();
      for (int i = 0; i < folios; i++) {
        for (int j = 0; j < files.size(); j++) {
          strikeFolio(
              failures, foliosBySize.get(j).get(i), files.get(j).size(), smallStrikes, samples);
        }
      }
      strikeMapped(fileSystem, samples);
      return samples;
    }
  }

  /** The kernel exchanges the memory behind new files in the background, and is in the way. */
  private static void waitForHugePages(CordonFileSystem fileSystem) throws InterruptedException {
    long before = -1;
    int still = 0;
    // Bounded: what the kernel does for others may go on for ever.
    for (int polls = 0; still < STILL_POLLS && polls < MAX_POLLS; polls++) {
      long now = fileSystem.memoryUsage().physicalHugeBytes();
      still = now == before ? still + 1 : 0;
      before = now;
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Strikes each page of a file that is mapped, and touched, many times. */
  private void strikeMapped(CordonFileSystem fileSystem, StrikeSamples samples) throws IOException {
    long size = (long) MAPPED_PAGES * BufferKind.PAGE;
    Path path = fileSystem.getPath("/mapped");
    MemoryFailures failures = fileSystem.memoryFailures();
    try (FileChannel channel =
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        Arena arena = Arena.ofShared()) {
      pattern.fill(channel, size);
      for (int i = 0; i < MAPPINGS; i++) {
        channel.map(MapMode.READ_ONLY, 0, size, arena).load();
      }
      for (int page = 0; page < MAPPED_PAGES; page++) {
        long begin = System.nanoTime();
        failures.strike(path, (long) page * BufferKind.PAGE);
        long nanos = System.nanoTime() - begin;
        if (page > 0) { // the first one splits the folio
          samples.add(new StrikeClass(size, StrikeKind.MAPPED), nanos);
        }
      }
    }
    Files.delete(path);
  }

  /** Strikes what is left over of large files: huge folios are dear to make. */
  private void warmUp(
      MemoryFailures failures,
      List<StrikeFiles> files,
      List<List<StrikeFiles.Folio>> foliosBySize,
      int folios)
      throws IOException, InterruptedException {
    StrikeSamples ignored = new StrikeSamples();
    for (int j = 0; j < files.size(); j++) {
      List<StrikeFiles.Folio> all = foliosBySize.get(j);
      for (StrikeFiles.Folio folio : all.subList(folios, all.size())) {
        strikeFolio(failures, folio, files.get(j).size(), SMALL_STRIKES_OF_A_FOLIO, ignored);
      }
    }
    // The compiler may be behind.
    Thread.sleep(COMPILATION_MILLIS);
  }

  private void strikeFolio(
      MemoryFailures failures,
      StrikeFiles.Folio folio,
      long fileSize,
      int smallStrikes,
      StrikeSamples samples)
      throws IOException {
    int page = random.nextInt(folio.pages());
    // With an odd distance in a power of two no page comes twice.
    int distance = random.nextInt(folio.pages()) | 1;
    for (int i = 0; i <= smallStrikes; i++) {
      long offset = folio.offset() + (long) page * BufferKind.PAGE;
      long begin = System.nanoTime();
      MemoryFailureEvent event = failures.strike(folio.path(), offset);
      long nanos = System.nanoTime() - begin;
      StrikeKind kind = i == 0 ? StrikeKind.HUGE : StrikeKind.SMALL;
      if (event.outcome() != Outcome.RECOVERED || (event.folioOrder() == 9) != (i == 0)) {
        throw new IllegalStateException("not the strike that was to be measured: " + event);
      }
      samples.add(new StrikeClass(fileSize, kind), nanos);
      page = (page + distance) & (folio.pages() - 1);
    }
  }
}
