package io.github.cordonfs.bench.backed;

import io.github.cordonfs.bench.measure.Forks;
import io.github.cordonfs.bench.measure.Pace;
import io.github.cordonfs.bench.measure.Progress;
import io.github.cordonfs.bench.measure.Results;
import io.github.cordonfs.bench.measure.Rounds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;

/** Carries out a {@link BackedPlan}. */
public final class BackedCampaign {

  /** A mount trusts a time of change when it is two seconds old. */
  private static final Duration SETTLED = Duration.ofMillis(2_500);

  private static final Duration UNLIMITED = Duration.ofDays(365);
  private static final int CHUNK = 1 << 20;

  private final BackedPlan plan;
  private final Path directory;
  private final Figures figures = new Figures();
  private final long count;
  private final Progress progress;
  private final Map<Single, Double> singles = new EnumMap<>(Single.class);

  private @Nullable Path ownDirectory;

  /** The files that are read, by size. */
  private final Map<Long, Path> files = new TreeMap<>();

  /**
   * Prepares a campaign.
   *
   * @param plan what to measure
   * @param directory on the disk that is measured; files are made in it, and deleted
   * @param out where to say how far it has come
   */
  public BackedCampaign(BackedPlan plan, Path directory, PrintWriter out) {
    this.plan = plan;
    this.directory = directory;
    this.count =
        Rounds.figures(plan.cells(), plan.targets(), figures) * plan.rounds()
            + plan.singles().size();
    this.progress = new Progress(out, count);
  }

  /** Returns how many figures there are to measure, in all rounds. */
  public long figures() {
    return count;
  }

  /**
   * What was found.
   *
   * @param plan what was to be measured
   * @param rounds how many were run
   * @param elapsed the time it took
   * @param results in GB/s
   * @param singles what was measured once
   * @param notes what went otherwise than planned
   */
  record Outcome(
      BackedPlan plan,
      int rounds,
      Duration elapsed,
      Results<BackedCell, BackedTarget> results,
      Map<Single, Double> singles,
      List<String> notes) {}

  /**
   * Measures everything and returns what was found.
   *
   * @throws IOException if the files cannot be made
   */
  Outcome run() throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(directory, "cordon-bench");
    try {
      ownDirectory = own;
      makeFiles(own);
      Rounds<BackedCell, BackedTarget> rounds =
          new Rounds<>(plan.cells(), plan.targets(), figures, progress);
      int done = rounds.run(plan.rounds(), UNLIMITED, this::roundEnded);
      return new Outcome(
          plan, done, progress.elapsed(), rounds.results(), singles, progress.notes());
    } finally {
      for (Path file : files.values()) {
        Files.deleteIfExists(file);
      }
      Files.delete(own);
    }
  }

  private void makeFiles(Path own) throws IOException, InterruptedException {
    for (BackedCell cell : plan.cells()) {
      if (!cell.read().isWrite()) {
        makeFile(own, cell.size());
      }
    }
    if (files.isEmpty() && !plan.singles().isEmpty()) {
      makeFile(own, BackedPlan.SMALL);
    }
    Thread.sleep(SETTLED);
  }

  /** Makes a file of random bytes, on the disk when this returns. */
  private void makeFile(Path own, long size) throws IOException {
    if (files.containsKey(size)) {
      return;
    }
    Path file = own.resolve("file-" + size);
    files.put(size, file);
    byte[] bytes = new byte[CHUNK];
    SplittableRandom random = new SplittableRandom(size);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at = 0; at < size; at += CHUNK) {
        random.nextBytes(bytes);
        ByteBuffer chunk = ByteBuffer.wrap(bytes, 0, (int) Math.min(CHUNK, size - at));
        while (chunk.hasRemaining()) {
          var _ = channel.write(chunk);
        }
      }
      channel.force(true);
    }
  }

  private void roundEnded(int number) throws InterruptedException {
    if (number > 0) {
      return;
    }
    for (Single single : plan.singles()) {
      try {
        Path any = files.values().iterator().next();
        String said = Forks.run(SingleProbe.class, single.name(), any.toString());
        singles.put(single, Double.valueOf(said.strip()));
        progress.report(single + ": " + said.strip());
      } catch (IOException | NumberFormatException e) {
        progress.fail(single.toString(), e);
      }
    }
  }

  /** Measures in a JVM for each figure. */
  private final class Figures implements Rounds.Figures<BackedCell, BackedTarget> {

    @Override
    public boolean has(BackedCell cell, BackedTarget target) {
      return cell.read().has(target);
    }

    @Override
    public double measure(BackedCell cell, BackedTarget target) throws RunnerException {
      Pace pace = plan.pace();
      if (cell.read().isWrite()) {
        return measureWrites(cell, target);
      }
      try {
        String said =
            Forks.run(
                ReadProbe.class,
                cell.read().name(),
                target.name(),
                String.valueOf(files.get(cell.size())),
                Long.toString(cell.size()),
                Integer.toString(cell.threads()),
                Long.toString(pace.warmups() * pace.warmup().toMillis()),
                Integer.toString(pace.iterations()),
                Long.toString(pace.iteration().toMillis()));
        return Double.parseDouble(said.strip());
      } catch (IOException | NumberFormatException e) {
        throw new RunnerException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RunnerException(e);
      }
    }

    private double measureWrites(BackedCell cell, BackedTarget target) throws RunnerException {
      Pace pace = plan.pace();
      try {
        Path written = Files.createTempDirectory(Objects.requireNonNull(ownDirectory), "written");
        String said =
            Forks.run(
                WriteProbe.class,
                cell.read().name(),
                target.name(),
                written.toString(),
                Long.toString(cell.size()),
                Long.toString(pace.warmups() * pace.warmup().toMillis()),
                Integer.toString(pace.iterations()),
                Long.toString(pace.iteration().toMillis()));
        Files.delete(written);
        return Double.parseDouble(said.strip());
      } catch (IOException | NumberFormatException e) {
        throw new RunnerException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RunnerException(e);
      }
    }

    @Override
    public String unit(BackedCell cell) {
      return "GB/s";
    }
  }
}
