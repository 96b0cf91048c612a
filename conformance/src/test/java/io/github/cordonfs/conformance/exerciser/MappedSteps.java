package io.github.cordonfs.conformance.exerciser;

import static io.github.cordonfs.conformance.exerciser.Oracle.PAGE;

import java.io.IOException;
import java.nio.channels.FileChannel.MapMode;
import org.jspecify.annotations.Nullable;

/** Loads and stores through one mapping, which stays while other things are done to the file. */
final class MappedSteps {

  private final ExercisedFile file;

  /** What is seen through the mapping if that is not the file. */
  private @Nullable Oracle snapshot;

  MappedSteps(ExercisedFile file) {
    this.file = file;
  }

  void map(Operation operation, Part.Range range) throws IOException {
    unmap();
    MapMode mode =
        switch (operation.salt() % 5) {
          case 0 -> MapMode.PRIVATE;
          case 1, 2 -> MapMode.READ_ONLY;
          default -> MapMode.READ_WRITE;
        };
    file.window = Window.open(file.channel, mode, range);
    if (range.end() > file.oracle.size()) {
      file.oracle.resize(range.end());
    }
    if (mode.equals(MapMode.PRIVATE)) {
      snapshot = file.oracle.copy();
    }
  }

  void unmap() {
    if (file.window != null) {
      file.window.close();
      file.window = null;
      snapshot = null;
    }
  }

  void load(Operation operation, Part.Range range) {
    Window window = file.window;
    if (window == null) {
      return;
    }
    Part.Range loaded = inWindow(window, operation, range);
    Oracle shown = snapshot == null ? file.oracle : snapshot;
    byte[] bytes = new byte[PAGE];
    for (int at = loaded.from(); at < loaded.end(); at = at / PAGE * PAGE + PAGE) {
      int length = Math.min(at / PAGE * PAGE + PAGE, loaded.end()) - at;
      boolean there = isThere(shown, at);
      Mismatch.unlessEqual(there, window.load(at, bytes, length), "load at " + at + " succeeds");
      // Behind the end may be anything.
      int compared = Math.min(length, shown.size() - at);
      if (there && compared > 0) {
        int wrong = shown.mismatch(at, bytes, compared);
        if (wrong >= 0) {
          throw new Mismatch(
              "byte at %d (page %d) was loaded as %d and not as %d"
                  .formatted(wrong, wrong / PAGE, bytes[wrong - at], shown.at(wrong)));
        }
      }
    }
  }

  void store(Operation operation, Part.Range range) {
    Window window = file.window;
    if (window == null || window.mode.equals(MapMode.READ_ONLY)) {
      return;
    }
    Part.Range stored = inWindow(window, operation, range);
    Oracle shown = snapshot == null ? file.oracle : snapshot;
    int from = Bytes.from(operation, stored.length());
    for (int at = stored.from(); at < stored.end(); at = at / PAGE * PAGE + PAGE) {
      int end = Math.min(at / PAGE * PAGE + PAGE, stored.end());
      boolean there = isThere(shown, at);
      int source = from + at - stored.from();
      Mismatch.unlessEqual(
          there, window.store(at, Bytes.NOISE, source, end - at), "store at " + at + " succeeds");
      int seen = Math.min(end, shown.size()) - at;
      if (there && seen > 0) {
        shown.write(at, Bytes.NOISE, source, seen);
      }
    }
  }

  void force(Operation operation) throws IOException {
    file.channel.force(operation.salt() % 2 == 0);
    if (file.window != null && file.window.mode.equals(MapMode.READ_WRITE)) {
      file.window.force();
    }
  }

  private static boolean isThere(Oracle shown, int at) {
    return at / PAGE * PAGE < shown.size() && !shown.isLost(at / PAGE);
  }

  // The range itself as far as it is mapped, or else some other one of its length.
  private static Part.Range inWindow(Window window, Operation operation, Part.Range range) {
    Part.Range mapped = window.range;
    int from =
        window.contains(range.from())
            ? range.from()
            : mapped.from() + operation.offset() % mapped.length();
    return new Part.Range(from, Math.min(mapped.end(), from + Math.min(range.length(), 16 * PAGE)));
  }
}
