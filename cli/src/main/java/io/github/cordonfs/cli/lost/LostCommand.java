package io.github.cordonfs.cli.lost;

import io.github.cordonfs.ByteRange;
import io.github.cordonfs.Cordon;
import io.github.cordonfs.LostFile;
import io.github.cordonfs.cli.line.ExitCode;
import io.github.cordonfs.cli.line.Json;
import io.github.cordonfs.cli.line.JsonOption;
import io.github.cordonfs.cli.line.Reason;
import io.github.cordonfs.cli.line.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what a journal says is lost, and clears it. */
@Command(
    name = "lost",
    header = "Lists data that memory lost before it was written to a directory, and clears it.",
    description = {
      "",
      "A directory that is mounted for writing has a journal of data that was lost when memory"
          + " failed: the disk has what was there before. Mounts give an error there until the data"
          + " is restored or the loss is accepted. This reads the journal, also while the directory"
          + " is mounted. With --clear or --clear-all, which need it not to be, what the disk has is"
          + " taken as the content from now on: after a file was restored from a copy, for example.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is lost, or nothing any more",
      "1:data is lost",
      "2:a bad option, no such directory or file, or the directory is mounted",
      "3:it broke off because of an unexpected error, or the results could not be written"
    })
public final class LostCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The directory that was mounted.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path directory;

  @Option(
      names = "--clear",
      paramLabel = "FILE",
      description =
          "Accept what the disk has as the content of this file, as named by the list. May be given"
              + " several times.")
  private List<String> clear = new ArrayList<>();

  @Option(names = "--clear-all", description = "Accept what the disk has for all files.")
  private boolean clearAll;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    PrintWriter out = json.textOutput();
    List<LostFile> cleared = List.of();
    List<LostFile> lost;
    try {
      lost = Cordon.lost(directory);
      String unknown = firstUnknown(lost);
      if (unknown != null) {
        return cannot(directory + ": nothing is lost of a file " + unknown);
      }
      if (clearAll || !clear.isEmpty()) {
        cleared = Cordon.clearLost(directory, each -> clearAll || clear.contains(each.path()));
        lost = Cordon.lost(directory);
      }
    } catch (IOException e) {
      return cannot(directory + ": " + Reason.of(e));
    }
    print(out, cleared, lost);
    return json.write(text(cleared, lost), lost.isEmpty() ? ExitCode.OK : ExitCode.WRONG);
  }

  private @Nullable String firstUnknown(List<LostFile> lost) {
    List<String> paths = lost.stream().map(LostFile::path).toList();
    return clear.stream().filter(each -> !paths.contains(each)).findFirst().orElse(null);
  }

  private int cannot(String reason) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(spec.qualifiedName() + ": " + reason);
    err.flush();
    return ExitCode.CANNOT_RUN;
  }

  private void print(PrintWriter out, List<LostFile> cleared, List<LostFile> lost) {
    for (LostFile each : cleared) {
      out.println("cleared  " + each.path() + "  " + ranges(each));
    }
    for (LostFile each : lost) {
      out.println("lost     " + each.path() + "  " + ranges(each));
    }
    if (lost.isEmpty()) {
      out.println("Nothing is lost in " + directory + (cleared.isEmpty() ? "." : " any more."));
    } else {
      out.println();
      out.println("Mounts give an error there. In a mount for writing, restore the data:");
      out.println("  mount.memoryFailures().restore(file, range, bytes);");
      out.println("or, after you restored a file from a copy, take what the disk has:");
      out.println("  cordon lost " + directory + " --clear '" + lost.getFirst().path() + "'");
    }
    out.flush();
  }

  private static String ranges(LostFile file) {
    return file.ranges().stream().map(ByteRange::toString).collect(Collectors.joining(", "));
  }

  private String text(List<LostFile> cleared, List<LostFile> lost) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("directory", directory);
    object.put("cleared", cleared.stream().map(LostCommand::of).toList());
    object.put("lost", lost.stream().map(LostCommand::of).toList());
    return Json.text(object);
  }

  private static Map<String, @Nullable Object> of(LostFile file) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("path", file.path());
    object.put("ranges", file.ranges().stream().map(LostCommand::of).toList());
    return object;
  }

  private static Map<String, @Nullable Object> of(ByteRange range) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("offset", range.offset());
    object.put("length", range.length());
    return object;
  }
}
