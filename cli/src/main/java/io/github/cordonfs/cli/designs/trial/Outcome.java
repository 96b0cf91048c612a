package io.github.cordonfs.cli.designs.trial;

import io.github.cordonfs.cli.designs.callers.CallSite;
import io.github.cordonfs.cli.designs.callers.Told;
import io.github.cordonfs.cli.designs.callers.Variant;
import io.github.cordonfs.cli.designs.model.Design;
import io.github.cordonfs.cli.designs.model.ModelFile.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of one call.
 *
 * @param design under which design
 * @param site who called
 * @param kind what kind of file it was about
 * @param variant how the caller was written
 * @param told what it was told
 * @param verdict what that is worth
 * @param wrong what is wrong, if something is wrong silently
 * @param place where it is wrong, if something is wrong silently
 * @param storesIntoBadMemory how often it stored into the failed memory
 */
public record Outcome(
    Design design,
    CallSite site,
    Kind kind,
    Variant variant,
    Told told,
    Verdict verdict,
    @Nullable Wrong wrong,
    @Nullable Place place,
    int storesIntoBadMemory) {

  /** What an answer is worth, best first. */
  public enum Verdict {
    /** Right content, or an error that says what happened, or nothing was needed. */
    GOOD,
    /** An error that is about something else. */
    MISLEADING,
    /** An error though what was asked for needs nothing that is lost. */
    REFUSED,
    /** Success, and something is wrong of which nobody is told. */
    SILENT,
    /** The kernel crashed. */
    CRASH
  }

  /** Where wrong content shows. */
  public enum Place {
    /** In what the caller got. */
    DELIVERED("was delivered"),
    /** In what somebody reads later, and would not have without this call. */
    LATER("is what later readers get"),
    /** On the disk. */
    DISK("is on the disk");

    private final String text;

    Place(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Returns whether all is well. */
  public boolean isGood() {
    return verdict == Verdict.GOOD;
  }

  /** Returns it in a word: with ! what is wrong silently, with ? an error that misleads. */
  public String cell() {
    return switch (verdict) {
      case GOOD, CRASH -> told.answer().toString();
      case MISLEADING, REFUSED -> told.answer() + "?";
      case SILENT ->
          (wrong == Wrong.OLD ? "old" : String.valueOf(wrong == null ? null : wrong.name()))
                  .toLowerCase(Locale.ROOT)
              + "!";
    };
  }

  /** Returns it in a sentence without subject and end. */
  public String sentence() {
    String answer = told.answer().toString();
    return switch (verdict) {
      case GOOD ->
          switch (told.answer()) {
            case LEFT_ALONE -> "leaves it alone";
            case SIGNAL -> "got a signal when the memory failed";
            case OK -> told.data() == null ? "does what it should" : "gets the right content";
            default -> "is told " + answer;
          };
      case MISLEADING -> "is told " + answer + ", which is not what happened";
      case REFUSED -> "is told " + answer + " though it needs nothing that is lost";
      case SILENT ->
          "is told "
              + answer
              + ", and "
              + (wrong == Wrong.LOST ? "what it wrote is lost" : wrong + " " + place);
      case CRASH -> "crashes the kernel: it " + told.detail();
    };
  }
}
