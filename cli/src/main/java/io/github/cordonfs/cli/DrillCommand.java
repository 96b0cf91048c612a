package io.github.cordonfs.cli;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PoisonPolicy;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of {@code cordon drill}, and what becomes of its results. */
@Command(
    name = "drill",
    description = {
      "Loads files into memory, fails pages of it while many threads read and write, and checks"
          + " every byte.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was silently wrong, and no bystander was hurt",
      "1:something was, or the drill broke off",
      "2:bad options, nothing to load, or not enough memory",
      "130:ended by Ctrl-C"
    })
final class DrillCommand implements Callable<Integer> {

  private static final int PASS = 0;
  private static final int FAIL = 1;
  private static final int INTERRUPTED = 130;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description = "Files and directories to load (default: the lib directory of this JDK).")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Durations.class,
      description = "How long pages fail, as 500ms, 10s, 2m or PT1H (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that read (default: one for each core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private StormOptions storm = new StormOptions();

  @Option(
      names = "--strikes",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Pages of the loaded files to fail, and as many of files being written (default:"
              + " ${DEFAULT-VALUE}).")
  private int strikes;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Of the choice of pages in the loaded files (default: a random one, printed).")
  private @Nullable Long seed;

  @Option(
      names = "--huge",
      paramLabel = "WHEN",
      defaultValue = "within_size",
      description =
          "Huge (2 MiB) folios: never, always, within_size or advise (default: ${DEFAULT-VALUE}).")
  private HugePolicy huge = HugePolicy.WITHIN_SIZE;

  @Option(
      names = "--poison",
      paramLabel = "HOW",
      defaultValue = "keep",
      description = {
        "Failed pages: keep them and tell, or drop them silently, as systems once did; then the"
            + " drill must fail (default: ${DEFAULT-VALUE})."
      })
  private PoisonPolicy poison = PoisonPolicy.KEEP;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = ByteSizes.class,
      description = "Of the file system, as 512m or 4g (default: what the drill needs).")
  private @Nullable Long size;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the results to this file too.")
  private @Nullable Path json;

  @Option(
      names = "--progress",
      negatable = true,
      description = "Show progress bars or not (default: shown on a terminal).")
  private @Nullable Boolean progress;

  @Override
  public Integer call() throws Exception {
    DrillOptions options = options();
    PrintWriter err = spec.commandLine().getErr();
    List<SourceFile> sources =
        SourceFiles.collect(options.paths(), skipped -> skipped(err, skipped));
    if (sources.stream().allMatch(source -> source.size() == 0)) {
      throw mistake("nothing to load: no readable file with content");
    }
    String shortage = MemoryNeed.of(sources, options).shortage(options.size());
    if (shortage != null) {
      throw mistake(shortage);
    }
    try (CtrlC ctrlC = new CtrlC()) {
      Report report =
          new Drill(options, ctrlC::isRequested, skipped -> skipped(err, skipped)).run(sources);
      if (report == null) {
        err.println("interrupted while loading");
        return INTERRUPTED;
      }
      new TableReport(spec.commandLine().getOut()).print(report);
      if (report.failure() != null) {
        report.failure().printStackTrace(err);
      }
      if (json != null) {
        JsonReport.write(json, report);
      }
      return switch (report.verdict()) {
        case PASS -> PASS;
        case FAIL -> FAIL;
        case INTERRUPTED -> INTERRUPTED;
      };
    } catch (Drill.NothingLoadedException e) {
      throw mistake("nothing to load: no file could be read");
    }
  }

  private static void skipped(PrintWriter err, String what) {
    err.println("skipped " + what);
    err.flush();
  }

  private DrillOptions options() {
    if (threads < 1) {
      throw mistake("--threads must be at least 1: " + threads);
    }
    if (strikes < 0) {
      throw mistake("--strikes must not be negative: " + strikes);
    }
    String mistake = storm.mistake();
    if (mistake != null) {
      throw mistake(mistake);
    }
    if (json != null) {
      checkWritable(json.toAbsolutePath());
    }
    return new DrillOptions(
        paths.isEmpty() ? List.of(Path.of(System.getProperty("java.home"), "lib")) : paths,
        duration,
        threads,
        storm.mappedReaders(threads),
        storm.mappedWriters(threads),
        strikes,
        storm.softOfflines(strikes),
        storm.collapse(),
        seed != null ? seed : ThreadLocalRandom.current().nextLong(1_000_000_000),
        huge,
        poison,
        size != null ? size : 0,
        progress != null ? progress : isTerminal());
  }

  /** A drill takes time; that its results have no place to go should be known before. */
  private void checkWritable(Path file) {
    Path directory = file.getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw mistake("--json: " + file + " is a directory");
    }
    if (!Files.isDirectory(directory)) {
      throw mistake("--json: there is no directory " + directory);
    }
    try {
      Files.delete(Files.createTempFile(directory, ".cordon-drill", ".json"));
    } catch (IOException e) {
      throw mistake("--json: cannot write to " + directory + ": " + SourceFiles.reason(e));
    }
  }

  @SuppressWarnings("SystemConsoleNull") // the JDK's contract still allows null
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private ParameterException mistake(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
