package io.github.cordonfs.cli.drill;

import io.github.cordonfs.HugePolicy;
import io.github.cordonfs.PoisonPolicy;
import io.github.cordonfs.cli.drill.film.Film;
import io.github.cordonfs.cli.drill.film.FilmPage;
import io.github.cordonfs.cli.drill.load.SourceFile;
import io.github.cordonfs.cli.drill.load.SourceFiles;
import io.github.cordonfs.cli.drill.report.BackedReport;
import io.github.cordonfs.cli.drill.report.BackedTable;
import io.github.cordonfs.cli.drill.report.JsonReport;
import io.github.cordonfs.cli.drill.report.Report;
import io.github.cordonfs.cli.drill.report.TableReport;
import io.github.cordonfs.cli.drill.storm.BackedOptions;
import io.github.cordonfs.cli.drill.storm.DrillOptions;
import io.github.cordonfs.cli.drill.written.WrittenDrill;
import io.github.cordonfs.cli.drill.written.WrittenOptions;
import io.github.cordonfs.cli.drill.written.WrittenReport;
import io.github.cordonfs.cli.drill.written.WrittenTable;
import io.github.cordonfs.cli.line.ByteSizes;
import io.github.cordonfs.cli.line.Durations;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.OutputFile;
import io.github.cordonfs.cli.line.Version;
import java.io.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
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
    header = "Makes memory under real files fail, under load, and checks every byte.",
    description = {
      "",
      "Loads files into a Cordon file system, then makes pages of its memory fail while threads read"
          + " and write, and checks every byte that is read.",
      "With --backing DIR it mounts a directory read-only instead: whatever fails has to be read"
          + " again from there, and nobody may notice.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every lost page was reported (with --backing: read again), and nothing else failed",
      "1:wrong bytes were read without an error, or an intact page failed (with --backing: any"
          + " page whose disk works)",
      "2:it could not run: a bad option, nothing to load, or not enough memory",
      "3:it broke off because of an unexpected error",
      "130:it was ended by Ctrl-C"
    })
public final class DrillCommand implements Callable<Integer> {

  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description = "Files and directories to load (default: the lib directory of this JDK).")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--backing",
      paramLabel = "DIR",
      description = {
        "Mount this directory read-only and fail pages of the cache before it. Takes --duration,"
            + " --threads, --strikes, --seed, --size, --json, --verbose and --progress."
      })
  private @Nullable Path backing;

  @Option(
      names = "--writable",
      description =
          "With --backing: write files of the drill's own in a new subdirectory of it, fail pages"
              + " that are not on the disk yet as well as others, and compare the disk at the end."
              + " Takes --poison, too.")
  private boolean writable;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Durations.class,
      description = "How long pages fail: 500ms, 10s, 2m or PT1H (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that read (default: one per core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private StormOptions storm = new StormOptions();

  @Option(
      names = "--strikes",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many pages of the loaded files fail, and as many again of files that are being written"
              + " (default: ${DEFAULT-VALUE}, and a tenth of that with --huge=unsplittable, where each"
              + " costs 2 MiB). With --backing: how many pages of the files there.")
  private int strikes;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description =
          "Chooses which pages of the loaded files fail (default: random; the report names it).")
  private @Nullable Long seed;

  @Option(
      names = "--huge",
      paramLabel = "WHEN",
      defaultValue = "within_size",
      description =
          "When data is kept in huge folios of 2 MiB: never, always, within_size, advise or"
              + " unsplittable (default: ${DEFAULT-VALUE}).")
  private HugePolicy huge = HugePolicy.WITHIN_SIZE;

  @Option(
      names = "--poison",
      paramLabel = "HOW",
      defaultValue = "keep",
      description = {
        "What becomes of a failed page: keep marks it, and reads get an error; drop loses it"
            + " silently, as systems once did, and the drill must notice (default:"
            + " ${DEFAULT-VALUE})."
      })
  private PoisonPolicy poison = PoisonPolicy.KEEP;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = ByteSizes.class,
      description =
          "Size of the file system: 512m or 4g (default: what the drill needs). With --backing: of the"
              + " cache, which may be smaller than the files, and at least 16m (default: half the"
              + " files, at most 256m).")
  private @Nullable Long size;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write the results to this file too, as JSON; - is standard output, and the table then"
              + " goes to standard error.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page to this file that shows the memory before, during and after, charts, and the"
              + " verdict. It needs nothing else. Not with --backing.")
  private @Nullable Path html;

  @Option(
      names = "--verbose",
      description = "Report more: outcomes, huge folios, memory moved and joined.")
  private boolean verbose;

  @Option(
      names = "--progress",
      negatable = true,
      description =
          "Show progress bars, and on a terminal a map of the memory, or not (default: on a terminal)."
              + " Without colours if NO_COLOR is set.")
  private @Nullable Boolean progress;

  @Override
  public Integer call() throws Exception {
    checkCommon();
    if (writable && backing == null) {
      throw mistake("--writable means nothing without --backing: files in memory are written");
    }
    if (backing != null) {
      return runBacked(backing);
    }
    DrillOptions options = options();
    PrintWriter err = spec.commandLine().getErr();
    try (CtrlC ctrlC = new CtrlC()) {
      List<SourceFile> sources =
          SourceFiles.collect(options.paths(), skipped -> skipped(err, skipped));
      if (sources.stream().allMatch(source -> source.size() == 0)) {
        throw mistake("nothing to load: no readable file with content");
      }
      String shortage = MemoryNeed.of(sources, options).shortage(options.size());
      if (shortage != null) {
        throw mistake(shortage);
      }
      Film film = html == null ? null : new Film(duration);
      Report report =
          new Drill(options, ctrlC::isRequested, skipped -> skipped(err, skipped), film)
              .run(sources);
      if (report == null) {
        return interruptedEarly("loading");
      }
      int exitCode =
          results()
              .publish(
                  out -> new TableReport(out, verbose).print(report),
                  JsonReport.of(report),
                  report.failure(),
                  report.verdict());
      if (film == null || html == null) {
        return exitCode;
      }
      StringWriter table = new StringWriter();
      new TableReport(new PrintWriter(table, true), true).print(report);
      String page =
          FilmPage.of(film, report.verdict().name(), JsonReport.of(report), table.toString());
      return results().written("--html", html, page, exitCode);
    } catch (Drill.NothingLoadedException e) {
      throw mistake("nothing to load: no file could be read");
    }
  }

  private int runBacked(Path directory) throws Exception {
    String mistake =
        BackingDirectory.mistake(directory, paths, writable, spec.commandLine().getParseResult());
    if (mistake != null) {
      throw mistake(mistake);
    }
    if (size != null && size < BackedDrill.LEAST_CACHE) {
      throw mistake(
          "--size must be at least "
              + ByteSizes.format(BackedDrill.LEAST_CACHE)
              + " with --backing: "
              + ByteSizes.format(size));
    }
    if (writable) {
      return runWritten(directory);
    }
    BackedOptions options =
        new BackedOptions(
            directory, duration, threads, strikes, seed(), size != null ? size : 0, isProgress());
    PrintWriter err = spec.commandLine().getErr();
    try (CtrlC ctrlC = new CtrlC()) {
      Consumer<String> skipped = what -> skipped(err, what);
      List<SourceFile> sources = SourceFiles.collect(List.of(directory), skipped);
      if (sources.stream().allMatch(source -> source.size() == 0)) {
        throw mistake("--backing: no readable file with content in " + directory);
      }
      BackedReport report = new BackedDrill(options, ctrlC::isRequested, skipped).run(sources);
      if (report == null) {
        return interruptedEarly("reading the files");
      }
      return results()
          .publish(
              out -> new BackedTable(out, verbose).print(report),
              JsonReport.of(report),
              report.failure(),
              report.verdict());
    } catch (BackedDrill.ImpossibleException e) {
      throw mistake("--backing: " + e.getMessage());
    }
  }

  private int runWritten(Path directory) throws Exception {
    WrittenOptions options =
        new WrittenOptions(
            directory,
            duration,
            threads,
            strikes,
            seed(),
            size != null ? size : 0,
            poison,
            isProgress());
    try (CtrlC ctrlC = new CtrlC()) {
      WrittenReport report = new WrittenDrill(options, ctrlC::isRequested).run();
      return results()
          .publish(
              out -> new WrittenTable(out).print(report),
              WrittenTable.json(report),
              report.failure(),
              report.verdict());
    }
  }

  private int interruptedEarly(String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(spec.qualifiedName() + ": interrupted while " + what + "; nothing was checked");
    err.flush();
    return ExitCode.INTERRUPTED;
  }

  private Results results() {
    return new Results(spec, json);
  }

  private static void skipped(PrintWriter err, String what) {
    err.println("skipped " + what);
    err.flush();
  }

  private void checkCommon() {
    if (threads < 1) {
      throw mistake("--threads must be at least 1: " + threads);
    }
    if (strikes < 0) {
      throw mistake("--strikes must not be negative: " + strikes);
    }
    if (json != null && !STANDARD_OUTPUT.equals(json)) {
      checkCanBeWritten("--json", json);
    }
    if (html != null) {
      if (backing != null) {
        throw mistake("--html shows the memory of loaded files: it does not go with --backing");
      }
      checkCanBeWritten("--html", html);
    }
  }

  private void checkCanBeWritten(String option, Path file) {
    String problem = new OutputFile(file).problem();
    if (problem != null) {
      throw mistake(option + ": " + problem);
    }
  }

  private DrillOptions options() {
    String mistake = storm.mistake();
    if (mistake != null) {
      throw mistake(mistake);
    }
    if (huge == HugePolicy.UNSPLITTABLE && poison == PoisonPolicy.DROP) {
      throw mistake("--huge=unsplittable and --poison=drop exclude each other");
    }
    boolean costly = huge == HugePolicy.UNSPLITTABLE && !isGiven("--strikes");
    int pages = costly ? strikes / 10 : strikes;
    return new DrillOptions(
        paths.isEmpty() ? List.of(Path.of(System.getProperty("java.home"), "lib")) : paths,
        duration,
        threads,
        storm.mappedReaders(threads),
        storm.mappedWriters(threads),
        pages,
        storm.softOfflines(pages),
        storm.collapse(),
        seed(),
        huge,
        poison,
        size != null ? size : 0,
        isProgress());
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private long seed() {
    return seed != null ? seed : ThreadLocalRandom.current().nextLong(1_000_000_000);
  }

  private boolean isProgress() {
    return progress != null ? progress : isTerminal();
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
