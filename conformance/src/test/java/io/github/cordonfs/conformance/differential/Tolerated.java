package io.github.cordonfs.conformance.differential;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.cordonfs.conformance.peers.Outcome;
import io.github.cordonfs.conformance.peers.Outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where Cordon differs from the default provider on a tmpfs on purpose. */
final class Tolerated implements Explanations {

  /** A way to differ. */
  private enum Way {

    /** A move or copy that fails in Cordon leaves its target where it is. */
    ALL_OR_NOTHING {
      @Override
      boolean covers(Operation operation, Failure reference, Failure candidate) {
        return false;
      }
    },

    /**
     * The JDK forgets that links are not to be followed when told to make something new, even if it
     * ignores that because the file is opened for reading.
     */
    LINKS_STAY_UNFOLLOWED {
      @Override
      boolean covers(Operation operation, Failure reference, Failure candidate) {
        return false;
      }
    },

    /** Of two things that are wrong at once, one is told; no contract says which. */
    ONE_OF_TWO_ERRORS {
      @Override
      boolean covers(Operation operation, Failure reference, Failure candidate) {
        return operation instanceof Names.Move
            && "File name too long".equals(candidate.reason())
            && Objects.equals(reference.file(), candidate.file())
            && Objects.equals(reference.other(), candidate.other());
      }
    },

    /**
     * The JDK's channels throw a bare IOException; Cordon's names the file, for the same reason.
     */
    CHANNELS_NAME_THE_FILE {
      @Override
      boolean covers(Operation operation, Failure reference, Failure candidate) {
        return reference.type().equals("IOException")
            && candidate.type().equals("FileSystemException")
            && candidate.file() != null
            && Objects.equals(reference.reason(), candidate.reason());
      }
    },

    /** As above, and the JDK adds to the reason that links were not to be followed. */
    UNFOLLOWED_LINKS_HAVE_A_NAME {
      @Override
      boolean covers(Operation operation, Failure reference, Failure candidate) {
        return reference.equals(
                new Failure("IOException", null, null, LOOP + " (NOFOLLOW_LINKS specified)"))
            && candidate.file() != null
            && (candidate.type().equals("FileSystemLoopException")
                || LOOP.equals(candidate.reason()));
      }
    },

    /** Loops of links have an exception of their own in Java, which the JDK does not use here. */
    LOOPS_HAVE_THEIR_EXCEPTION {
      @Override
      boolean covers(Operation operation, Failure reference, Failure candidate) {
        return reference.type().equals("FileSystemException")
            && reference.reason() != null
            && reference.reason().startsWith(LOOP)
            && candidate.type().equals("FileSystemLoopException")
            && names(reference, candidate.file());
      }
    },

    /** So have directories that are not empty; the JDK uses it but for atomic moves. */
    FULL_DIRECTORIES_HAVE_THEIR_EXCEPTION {
      @Override
      boolean covers(Operation operation, Failure reference, Failure candidate) {
        return reference.type().equals("FileSystemException")
            && "Directory not empty".equals(reference.reason())
            && candidate.type().equals("DirectoryNotEmptyException")
            && names(reference, candidate.file());
      }
    };

    private static final String LOOP = "Too many levels of symbolic links";

    private static boolean names(Failure failure, @Nullable String file) {
      return Objects.equals(failure.file(), file) || Objects.equals(failure.other(), file);
    }

    abstract boolean covers(Operation operation, Failure reference, Failure candidate);
  }

  private final Map<Way, Long> counts = new EnumMap<>(Way.class);

  @Override
  public Verdict judge(Operation operation, Outcome reference, Outcome candidate, Arena.Pair pair)
      throws IOException {
    if (operation instanceof Names.Replacing replacing
        && replacing.deletesTarget()
        && reference instanceof Failure wanted) {
      Verdict verdict = judge(replacing, wanted, candidate, pair);
      if (verdict != Verdict.DIFFERENT) {
        return verdict;
      }
    }
    if (reference.equals(candidate)) {
      return Verdict.SAME;
    }
    if (operation instanceof Contents.Opening opening && linkStaysUnfollowed(opening, candidate)) {
      count(Way.LINKS_STAY_UNFOLLOWED);
      return Verdict.PARTED;
    }
    if (reference instanceof Failure wanted && candidate instanceof Failure got) {
      for (Way each : Way.values()) {
        if (each.covers(operation, wanted, got)) {
          count(each);
          return Verdict.SAME;
        }
      }
    }
    return Verdict.DIFFERENT;
  }

  /**
   * The JDK deletes the target of a move or copy that may replace it before it tries. If that fails
   * then, the target is lost. Cordon does all or nothing; here, it is made to do as badly.
   */
  private Verdict judge(
      Names.Replacing operation, Failure reference, Outcome candidate, Arena.Pair pair)
      throws IOException {
    if (candidate instanceof Outcome.Value) {
      // Without the target its own path leads elsewhere, and does not in Cordon.
      boolean itself = reference.type().equals("NoSuchFileException");
      if (itself) {
        count(Way.ALL_OR_NOTHING);
      }
      return itself ? Verdict.PARTED : Verdict.DIFFERENT;
    }
    Path kept = pair.candidate().path(operation.to());
    // A look follows links, which shows: so both sides are looked at, whatever the first one says.
    boolean lost = !Files.exists(pair.reference().path(operation.to()), NOFOLLOW_LINKS);
    boolean there = Files.exists(kept, NOFOLLOW_LINKS);
    if (!lost || !there) {
      return Verdict.DIFFERENT;
    }
    Files.delete(kept);
    count(Way.ALL_OR_NOTHING);
    return Verdict.SAME;
  }

  private static boolean linkStaysUnfollowed(Contents.Opening opening, Outcome candidate) {
    return opening.refusesLinks()
        && opening.makesNewForReading()
        && candidate instanceof Failure failure
        && Way.LOOP.equals(failure.reason());
  }

  private void count(Way way) {
    synchronized (counts) {
      counts.merge(way, 1L, Long::sum);
    }
  }

  /** Returns how often each was met. */
  Map<?, Long> counts() {
    synchronized (counts) {
      return new EnumMap<>(counts);
    }
  }
}
