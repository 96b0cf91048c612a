package io.github.cordonfs.bench;

import io.github.cordonfs.bench.files.FilesCampaign;
import io.github.cordonfs.bench.files.FilesPlan;
import io.github.cordonfs.bench.files.FilesReport;
import io.github.cordonfs.bench.measure.Machine;
import io.github.cordonfs.bench.measure.Sizes;
import io.github.cordonfs.bench.metadata.MetadataCampaign;
import io.github.cordonfs.bench.metadata.MetadataPlan;
import io.github.cordonfs.bench.metadata.MetadataReport;
import io.github.cordonfs.bench.place.FileSystemTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
      "Without options: the most important cells, in less than six minutes. With --metadata:"
          + " work with names and small files, in about ten. With --files: everyday calls such as"
          + " Files.readAllBytes, in about twenty minutes."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class BenchCommand implements Callable<Integer> {

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
  }

  @ArgGroup private @Nullable Subject subject;

  @Spec private CommandSpec spec;

  @ArgGroup private @Nullable Form form;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often to measure everything, however long it takes.")
  private @Nullable Integer rounds;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description =
          "Only cells in whose name it is found, such as 'random read, 4 KiB, direct, 1 thread';"
              + " \"strike\" is the latency of memory failures. With --metadata such as"
              + " 'create, 1 thread'; \"bytes\" is the memory that a file takes. With --files such"
              + " as 'copy, 64 KiB'.")
  private @Nullable Pattern only;

  @Option(
      names = "--first-write",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "With --files: bytes of the large file that is filled, such as 512m, for machines with"
              + " less memory; default: 4g")
  private @Nullable Long firstWrite;

  @Option(
      names = "--targets",
      paramLabel = "NAME",
      split = ",",
      description =
          "What to measure, of: bare, cordon, cordon-huge, tmpfs, jimfs, h2; with --metadata or"
              + " --files of: cordon, tmpfs, jimfs, memoryfilesystem.")
  private @Nullable List<String> targets;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the report; default: ${DEFAULT-VALUE}",
      defaultValue = "cordon-bench.md")
  private Path output;

  @Option(names = "--verbose", description = "Show what JMH says.")
  private boolean verbose;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter progress = spec.commandLine().getErr();
    // Before an hour of measuring, not after it.
    Files.writeString(output, "");
    String report = measureSubject(progress);
    Files.writeString(output, report);
    PrintWriter out = spec.commandLine().getOut();
    out.print(report);
    out.flush();
    progress.println("written to " + output);
    progress.flush();
    return 0;
  }

  private String measureSubject(PrintWriter progress) throws InterruptedException {
    if (subject != null && subject.metadata) {
      return measureMetadata(progress);
    }
    return subject != null && subject.files ? measureFiles(progress) : measure(progress);
  }

  private String measure(PrintWriter progress) throws InterruptedException {
    Campaign.Outcome outcome = new Campaign(plan(), verbose, progress).run();
    return Report.of(outcome, Machine.describe(), today());
  }

  private String measureMetadata(PrintWriter progress) throws InterruptedException {
    MetadataCampaign.Outcome outcome =
        new MetadataCampaign(metadataPlan(), verbose, progress).run();
    return MetadataReport.of(outcome, Machine.describe(), today());
  }

  private String measureFiles(PrintWriter progress) throws InterruptedException {
    FilesCampaign.Outcome outcome = new FilesCampaign(filesPlan(), verbose, progress).run();
    return FilesReport.of(outcome, Machine.describe(), today());
  }

  /** Returns what the options ask for without {@code --metadata} and {@code --files}. */
  Plan plan() {
    Plan plan = form == null ? Plan.shortForm() : form.plan();
    if (rounds != null) {
      plan = plan.withRounds(rounds);
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
      plan = plan.withRounds(rounds);
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
      plan = plan.withRounds(rounds);
    }
    if (targets != null) {
      plan = plan.withTargets(parseTargets(targets, FileSystemTarget::of));
    }
    if (only != null) {
      plan = plan.only(only.asPredicate());
    }
    return plan;
  }

  private boolean isFull(String subjectOption) {
    if (form != null && form.all) {
      throw new ParameterException(
          spec.commandLine(), subjectOption + " has no form --all, but --full");
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
