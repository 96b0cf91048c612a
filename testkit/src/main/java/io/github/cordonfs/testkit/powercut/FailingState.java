package io.github.cordonfs.testkit.powercut;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A state of the disk that the recovery did not survive, as small as it could be made. */
public final class FailingState {

  private final String code;
  private final String description;
  private final DiskImage image;
  private final List<String> promises;
  private final List<Timeline> timelines;
  private final Throwable failure;

  FailingState(Recording.Cut cut, Throwable failure) {
    this.code = cut.code();
    this.description = Description.of(cut, failure);
    this.image = cut.image();
    this.promises = List.copyOf(cut.promises());
    this.timelines = cut.timelines();
    this.failure = failure;
  }

  /** Returns what names the state: for {@link PowerCutExploration#replay}. */
  public String code() {
    return code;
  }

  /** Returns the option for the JVM that has the same test check this state alone. */
  public String replayOption() {
    return "-D" + PowerCutExploration.REPLAY + "=" + code;
  }

  /** Returns what the recovery threw. */
  public Throwable failure() {
    return failure;
  }

  /**
   * Makes the disk again. Close its file system.
   *
   * @throws IOException if the operating system refuses the memory
   */
  public CrashedDisk open() throws IOException {
    return new CrashedDisk(StateCheck.disk(image), promises);
  }

  /**
   * Writes what is on the disk into a directory: to look at it, and to replay programs that do not
   * do the same every time.
   *
   * @param directory an empty directory of any file system
   * @throws IOException if it cannot be written
   */
  public void exportTo(Path directory) throws IOException {
    image.writeTo(directory);
  }

  /**
   * Writes a page that shows the failure: what was done and what became of each operation, where
   * the power was cut, what was on the disk, and what the recovery threw.
   *
   * @param file an HTML file, which needs nothing else
   * @throws IOException if it cannot be written
   */
  public void writeHtml(Path file) throws IOException {
    Files.writeString(file, HtmlReport.of(this, timelines, image));
  }

  /** Returns when the power was cut, what was lost, and what became of it. */
  @Override
  public String toString() {
    return description + "\n  replay: " + replayOption();
  }
}
