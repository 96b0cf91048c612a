package io.github.cordonfs.testkit.powercut;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A state of the disk that the recovery did not survive, as small as it could be made. */
public final class FailingState {

  private final String code;
  private final String description;
  private final DiskImage image;
  private final List<String> promises;
  private final Throwable failure;

  FailingState(
      String code, String description, DiskImage image, List<String> promises, Throwable failure) {
    this.code = code;
    this.description = description;
    this.image = image;
    this.promises = List.copyOf(promises);
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

  /** Returns when the power was cut, what was lost, and what became of it. */
  @Override
  public String toString() {
    return description + "\n  replay: " + replayOption();
  }
}
