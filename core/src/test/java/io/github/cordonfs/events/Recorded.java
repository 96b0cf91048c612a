package io.github.cordonfs.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What is recorded of one kind of event while something runs. */
final class Recorded {

  private Recorded() {}

  /** Something that happens while a recording is on. */
  interface Happening {
    void happen() throws IOException;
  }

  static List<RecordedEvent> during(String event, Happening happening) throws IOException {
    Path file = Files.createTempFile("cordon", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(event);
      recording.start();
      happening.happen();
      recording.stop();
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(each -> each.getEventType().getName().equals(event))
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}
