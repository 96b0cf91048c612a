package io.github.cordonfs.bench;

import io.github.cordonfs.bench.backed.BackedCampaign;
import io.github.cordonfs.bench.backed.BackedPlan;
import io.github.cordonfs.bench.backed.BackedReport;
import io.github.cordonfs.bench.backed.BackedTarget;
import io.github.cordonfs.bench.files.FilesCampaign;
import io.github.cordonfs.bench.files.FilesPlan;
import io.github.cordonfs.bench.files.FilesReport;
import io.github.cordonfs.bench.measure.Machine;
import io.github.cordonfs.bench.measure.ReportText;
import io.github.cordonfs.bench.measure.Sizes;
import io.github.cordonfs.bench.metadata.MetadataCampaign;
import io.github.cordonfs.bench.metadata.MetadataPlan;
import io.github.cordonfs.bench.metadata.MetadataReport;
import io.github.cordonfs.bench.open.OpenCampaign;
import io.github.cordonfs.bench.open.OpenPlan;
import io.github.cordonfs.bench.open.OpenReport;
import io.github.cordonfs.bench.place.FileSystemTarget;
import io.github.cordonfs.bench.replay.Replay;
import io.github.cordonfs.bench.watched.WatchedCampaign;
import io.github.cordonfs.bench.watched.WatchedPlan;
import io.github.cordonfs.bench.watched.WatchedReport;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.OutputFile;
import io.github.cordonfs.cli.line.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line of the benchmarks. */
@Command(
    name = "cordon bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Cordon beside other file systems in memory and writes a report in Markdown.",
      "Without options: reads and writes through channels, the most important ones, in less than"
          + " six minutes. With --metadata: work with names and small files, in about ten minutes."
          + " With --files: everyday calls such as Files.readAllBytes, in about twenty. With --backed:"
          + " files of a mounted directory, in about five. With --replay: hit rates of replacement"
          + " policies. With --open:"
          + " opening a file system, and the first use in a JVM, in about two. With --monitor: what it"
          + " costs to be looked at."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class BenchCommand implements Callable<Integer> {

  private static final List<String> MEASURING =
      List.of(
          "--full",
          "--all",
          "--rounds",
          "--only",
          "--targets",
          "--first-write",
          "--directory",
          "--cpu",
          "--verbose");

  /** The forms other than the short one. */
  static final class Form {
    @Option(names = "--full", description = "Every cell a goal speaks of, 5 rounds: about an hour.")
    private boolean full;

    @Option(names = "--all", description = "The whole matrix, 5 rounds: several hours.")
    private boolean all;

    Plan plan() {
      if (all) {
        return Plan.all();
      }
      return full ? Plan.full() : Plan.shortForm();
    }
  }

  /** What is measured instead of channels. */
  static final class Subject {
    @Option(
        names = "--metadata",
        description =
            "Measure work with names and small files instead; with --full more slowly: under an"
                + " hour.")
    private boolean metadata;

    @Option(
        names = "--files",
        description =
            "Measure everyday calls on files instead: reading and writing whole files, streams,"
                + " copies, mapping, filling a large file; with --full more slowly: over an hour.")
    private boolean files;

    @Option(
        names = "--backed",
        description =
            "Measure files of a mounted directory instead: what is in the cache, what has to be read"
                + " from the disk, and what a store that hangs does to others; with --full more often,"
                + " and hits of 1 GiB, too.")
    private boolean backed;

    @Option(
        names = "--replay",
        paramLabel = "FILE",
        description =
            "Replay the reads of a disk trace instead (text, or gzip; the head is"
                + " version,time,op,size,lbn): hit rates of replacement policies, simulated, and on a"
                + " mounted file. A few minutes.")
    private @Nullable Path replay;

    @Option(
        names = "--open",
        description =
            "Measure instead what it takes to open a file system, write a small file and close it,"
                + " and the first use in a fresh JVM; with --full more often: half an hour.")
    private boolean open;

    @Option(
        names = "--monitor",
        description =
            "Measure instead what reads lose while somebody looks at the page of the monitor, in two"
                + " minutes; with --full more often: half an hour.")
    private boolean monitor;
  }

  @ArgGroup private @Nullable Subject subject;

  @Spec private CommandSpec spec;

  @ArgGroup private @Nullable Form form;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often to measure everything, at least once; however long it takes.")
  private @Nullable Integer rounds;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description =
          "Measure only what has a match in its name, such as 'random read, 4 KiB, direct, 1 thread'"
              + " or 'strike', the latency of memory failures. With --metadata: 'create, 1 thread' or"
              + " 'bytes', the memory that a file takes. With --files: 'copy, 64 KiB'. With --backed:"
              + " 'hits', 'hangs'. With --open: 'firstUse'.")
  private @Nullable Pattern only;

  @Option(
      names = "--first-write",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "With --files: size of the large file that is filled; 512m for machines with little memory"
              + " (default: 4g).")
  private @Nullable Long firstWrite;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "With --backed: a directory on the disk to measure, where files are made and deleted"
              + " (default: the one for temporary files).")
  private @Nullable Path directory;

  @Option(
      names = "--targets",
      paramLabel = "NAME",
      split = ",",
      description =
          "What to measure, of: bare, cordon, cordon-huge, tmpfs, jimfs, h2, and cordon-kit and"
              + " tmpfs-kit, which are below the test kit; with --metadata,"
              + " --files or --open of: cordon, tmpfs, jimfs, memoryfilesystem; with --backed of: mount, memory,"
              + " plain, direct.")
  private @Nullable List<String> targets;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the report (default: ${DEFAULT-VALUE}).",
      defaultValue = "cordon-bench.md")
  private Path output;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write the report as a page, too: one file with bars and their ranges, which needs no"
              + " network.")
  private @Nullable Path html;

  @Option(
      names = "--writes",
      description =
          "With --replay: replay all requests, the writes too, on a plain file and through a mount"
              + " whose memory fails, and compare what is read and what is on the disk in the end. Ends"
              + " with 1 if something was silently wrong.")
  private boolean writes;

  @Option(
      names = "--cpu",
      description =
          "Have channels' figures go by the CPU time of the threads that measure, and not by the"
              + " clock: on a machine that others use, too, and for targets that do not wait.")
  private boolean cpu;

  @Option(names = "--verbose", description = "Show the output of JMH.")
  private boolean verbose;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter progress = spec.commandLine().getErr();
    Replay replay = replay();
    if (replay == null) {
      check();
    }
    // Before an hour of measuring, not after it.
    OutputFile file = writable("--output", output);
    OutputFile page = html == null ? null : writable("--html", html);
    if (html != null && html.toAbsolutePath().equals(output.toAbsolutePath())) {
      throw mistake("--html: the same file as --output: " + html);
    }
    AtomicInteger wrong = new AtomicInteger();
    ReportText report =
        replay == null ? measureSubject(progress) : replay(replay, progress, wrong::set);
    PrintWriter out = spec.commandLine().getOut();
    out.print(report);
    out.flush();
    boolean written = write(output, file, report.toString(), progress);
    if (html != null && page != null) {
      written &= write(html, page, report.page(), progress);
    }
    if (wrong.get() > 0) {
      return ExitCode.WRONG;
    }
    return written ? ExitCode.OK : ExitCode.BROKEN_OFF;
  }

  private ReportText replay(Replay replay, PrintWriter progress, IntConsumer wrong)
      throws IOException, InterruptedException {
    Consumer<String> lines =
        text -> {
          progress.println(text);
          progress.flush();
        };
    return writes ? replay.writtenReport(lines, today(), wrong) : replay.report(lines, today());
  }

  /** Returns a file that can be written, as far as can be seen. */
  private OutputFile writable(String option, Path path) {
    OutputFile file = new OutputFile(path);
    String problem = file.problem();
    if (problem != null) {
      throw mistake(option + ": " + problem);
    }
    return file;
  }

  private static boolean write(Path path, OutputFile file, String text, PrintWriter progress) {
    boolean written = true;
    try {
      file.write(text);
      progress.println("written to " + path);
    } catch (IOException e) {
      progress.println("cannot write to " + path + ": " + Reason.of(e));
      written = false;
    }
    progress.flush();
    return written;
  }

  /** Returns what is to be replayed; null if something else is asked for. */
  private @Nullable Replay replay() {
    if (subject == null || subject.replay == null) {
      return null;
    }
    for (String option : MEASURING) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw mistake(option + " means nothing with --replay, which measures no time");
      }
    }
    try {
      return Replay.of(subject.replay);
    } catch (IOException e) {
      throw mistake("--replay: " + e.getMessage());
    }
  }

  /** Finds out whether the options leave anything to measure. */
  private void check() {
    if (directory != null && (subject == null || !subject.backed)) {
      throw mistake("--directory goes with --backed only");
    }
    if (writes) {
      throw mistake("--writes goes with --replay only");
    }
    boolean empty;
    if (subject != null && subject.metadata) {
      MetadataPlan plan = metadataPlan();
      empty = plan.cells().isEmpty() && !plan.fileCost();
    } else if (subject != null && subject.files) {
      empty = filesPlan().cells().isEmpty();
    } else if (subject != null && subject.backed) {
      BackedPlan plan = backedPlan();
      empty = plan.isEmpty();
      checkDirectory(plan.largestFile());
    } else if (subject != null && subject.open) {
      empty = openPlan().cells().isEmpty();
    } else if (subject != null && subject.monitor) {
      if (targets != null) {
        throw mistake("--targets means nothing with --monitor, which measures Cordon alone");
      }
      empty = watchedPlan().cells().isEmpty();
    } else {
      Plan plan = plan();
      empty = plan.cells().isEmpty() && plan.strikeRounds() == 0;
    }
    if (empty) {
      throw mistake("--only: the names of what is measured do not contain '" + only + "'");
    }
  }

  private ReportText measureSubject(PrintWriter progress) throws InterruptedException, IOException {
    if (subject != null && subject.metadata) {
      MetadataCampaign campaign = new MetadataCampaign(metadataPlan(), verbose, progress);
      checkFigures(campaign.figures());
      return MetadataReport.of(campaign.run(), Machine.describe(), today());
    }
    if (subject != null && subject.files) {
      FilesCampaign campaign = new FilesCampaign(filesPlan(), verbose, progress);
      checkFigures(campaign.figures());
      return FilesReport.of(campaign.run(), Machine.describe(), today());
    }
    if (subject != null && subject.backed) {
      BackedCampaign campaign = new BackedCampaign(backedPlan(), directory(), progress);
      checkFigures(campaign.figures());
      return BackedReport.of(campaign, Machine.describe(), today());
    }
    if (subject != null && subject.open) {
      OpenCampaign campaign = new OpenCampaign(openPlan(), progress);
      checkFigures(campaign.figures());
      return OpenReport.of(campaign.run(), Machine.describe(), today());
    }
    if (subject != null && subject.monitor) {
      WatchedCampaign campaign = new WatchedCampaign(watchedPlan(), progress);
      return WatchedReport.of(campaign.run(), Machine.describe(), today());
    }
    Campaign campaign = new Campaign(plan(), verbose, cpu, progress);
    checkFigures(campaign.figures());
    return Report.of(campaign.run(), Machine.describe(), today());
  }

  private void checkFigures(long figures) {
    if (figures == 0) {
      throw mistake("nothing to measure: no target can do here what is asked for");
    }
  }

  private ParameterException mistake(String text) {
    return new ParameterException(spec.commandLine(), text);
  }

  /** Returns what the options ask for if no other subject is named. */
  Plan plan() {
    Plan plan = form == null ? Plan.shortForm() : form.plan();
    if (rounds != null) {
      plan = plan.withRounds(positive(rounds));
    }
    if (targets != null) {
      plan = plan.withTargets(parseTargets(targets, Target::of));
    }
    if (only != null) {
      plan = plan.only(only.asPredicate());
    }
    return plan;
  }

  /** Returns what the options ask for with {@code --metadata}. */
  MetadataPlan metadataPlan() {
    MetadataPlan plan = isFull("--metadata") ? MetadataPlan.full() : MetadataPlan.shortForm();
    if (rounds != null) {
      plan = plan.withRounds(positive(rounds));
    }
    if (targets != null) {
      plan = plan.withTargets(parseTargets(targets, FileSystemTarget::of));
    }
    if (only != null) {
      plan = plan.only(only.asPredicate());
    }
    return plan;
  }

  /** Returns what the options ask for with {@code --files}. */
  FilesPlan filesPlan() {
    FilesPlan plan = isFull("--files") ? FilesPlan.full() : FilesPlan.shortForm();
    if (firstWrite != null) {
      plan = plan.withFirstWrite(firstWrite);
    }
    if (rounds != null) {
      plan = plan.withRounds(positive(rounds));
    }
    if (targets != null) {
      plan = plan.withTargets(parseTargets(targets, FileSystemTarget::of));
    }
    if (only != null) {
      plan = plan.only(only.asPredicate());
    }
    return plan;
  }

  /** Returns what the options ask for with {@code --open}. */
  OpenPlan openPlan() {
    OpenPlan plan = isFull("--open") ? OpenPlan.full() : OpenPlan.shortForm();
    if (rounds != null) {
      plan = plan.withRounds(positive(rounds));
    }
    if (targets != null) {
      plan = plan.withTargets(parseTargets(targets, FileSystemTarget::of));
    }
    if (only != null) {
      plan = plan.only(only.asPredicate());
    }
    return plan;
  }

  /** Returns what the options ask for with {@code --monitor}. */
  WatchedPlan watchedPlan() {
    WatchedPlan plan = isFull("--monitor") ? WatchedPlan.full() : WatchedPlan.shortForm();
    if (rounds != null) {
      plan = plan.withRounds(positive(rounds));
    }
    if (only != null) {
      plan = plan.only(only.asPredicate());
    }
    return plan;
  }

  /** Returns what the options ask for with {@code --backed}. */
  BackedPlan backedPlan() {
    BackedPlan plan = isFull("--backed") ? BackedPlan.full() : BackedPlan.shortForm();
    if (rounds != null) {
      plan = plan.withRounds(positive(rounds));
    }
    if (targets != null) {
      plan = plan.withTargets(parseTargets(targets, BackedTarget::of));
    }
    if (only != null) {
      plan = plan.only(only.asPredicate());
    }
    return plan;
  }

  private Path directory() {
    return directory != null ? directory : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** Finds out whether files can be made there. */
  private void checkDirectory(long bytes) {
    Path place = directory();
    if (!Files.isDirectory(place)) {
      throw mistake("--directory: not a directory: " + place);
    }
    if (!Files.isWritable(place)) {
      throw mistake("--directory: cannot write to " + place);
    }
    // The two files of the longest form differ by a factor of four.
    long needed = bytes + bytes / 4;
    long usable = Machine.usableSpace(place);
    if (usable < needed) {
      throw mistake(
          "--directory: %s has room for %d MiB, and the files take %d MiB"
              .formatted(place, usable >> 20, needed >> 20));
    }
  }

  private int positive(int number) {
    if (number < 1) {
      throw mistake("--rounds must be at least 1: " + number);
    }
    return number;
  }

  private boolean isFull(String subjectOption) {
    if (form != null && form.all) {
      throw mistake(subjectOption + " has no form --all, but --full");
    }
    return form != null;
  }

  /** Reads a size in bytes. */
  private static final class SizeConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return Sizes.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private <T> List<T> parseTargets(List<String> names, Function<String, T> parser) {
    try {
      return names.stream().map(parser).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
