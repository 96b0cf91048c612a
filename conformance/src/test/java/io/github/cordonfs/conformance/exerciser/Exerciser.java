package io.github.cordonfs.conformance.exerciser;

import io.github.cordonfs.conformance.peers.Shrinker;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Exercises files in episodes, each in a file system of its own. */
final class Exerciser {

  /** Operations of an episode: few enough to be made fewer soon. */
  static final int EPISODE = 5_000;

  private static final int SHRINKING = 400;

  private final Setting setting;

  private Exerciser(Setting setting) {
    this.setting = setting;
  }

  /** Has one thread exercise two files. Returns what is wrong, or null. */
  static @Nullable String alone(long seed) throws IOException {
    Exerciser exerciser = new Exerciser(Setting.of(seed));
    Finding finding = exerciser.run(Operation.random(seed, EPISODE, false));
    if (finding == null) {
      return null;
    }
    Finding shortest = new Shrinker<Operation, Finding>(exerciser::run, SHRINKING).shrink(finding);
    return "seed " + seed + ", " + exerciser.setting + ": " + shortest;
  }

  /** Returns the first thing that is wrong, or null. */
  @Nullable Finding run(List<Operation> operations) throws IOException {
    try (FileSystem fileSystem = setting.open();
        ExercisedFile one =
            new ExercisedFile(fileSystem.getPath("/one"), Part.ALL, setting.heals());
        ExercisedFile two =
            new ExercisedFile(fileSystem.getPath("/two"), Part.ALL, setting.heals())) {
      return perform(operations, one, two);
    }
  }

  private static @Nullable Finding perform(
      List<Operation> operations, ExercisedFile one, ExercisedFile two) {
    int done = 0;
    try {
      for (Operation each : operations) {
        done++;
        if (each.salt() % 11 < 8) {
          one.perform(each, two);
        } else {
          two.perform(each, one);
        }
      }
      one.check();
      two.check();
      return null;
    } catch (IOException | RuntimeException | Error e) {
      return new Finding(List.copyOf(operations.subList(0, done)), words(e));
    }
  }

  // Its mapping can only be closed by the thread that made it.
  private static @Nullable Finding performAndClose(List<Operation> operations, ExercisedFile part)
      throws IOException {
    try (part) {
      return perform(operations, part, part);
    }
  }

  private static String words(Throwable e) {
    return e instanceof Mismatch ? e.toString() : e + " at " + String.join(", ", stack(e));
  }

  private static List<String> stack(Throwable e) {
    List<String> frames = new ArrayList<>();
    for (StackTraceElement each : e.getStackTrace()) {
      frames.add(each.toString());
    }
    return frames;
  }

  /**
   * Has several threads exercise one file at the same time, each a part of it: what is in the other
   * parts, and what is done there, must not be noticed. Returns what is wrong, or null; that is not
   * made shorter, as another run may go well.
   */
  static @Nullable String together(long seed, int threads)
      throws IOException, InterruptedException {
    Setting setting = Setting.of(seed);
    try (FileSystem fileSystem = setting.open();
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<ExercisedFile> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        ExercisedFile part =
            new ExercisedFile(fileSystem.getPath("/shared"), new Part(i, threads), setting.heals());
        part.channel.setSize(Operation.END);
        part.oracle.resize(Operation.END);
        parts.add(part);
      }
      List<Future<@Nullable Finding>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        ExercisedFile part = parts.get(i);
        List<Operation> operations = Operation.random(seed * 31 + i, EPISODE / threads, true);
        running.add(pool.submit(() -> performAndClose(operations, part)));
      }
      for (Future<@Nullable Finding> each : running) {
        Finding finding = each.get();
        if (finding != null) {
          return "seed " + seed + ", " + setting + ": " + finding;
        }
      }
      return null;
    } catch (ExecutionException e) {
      throw new IOException("an episode could not be run", e.getCause());
    }
  }
}
