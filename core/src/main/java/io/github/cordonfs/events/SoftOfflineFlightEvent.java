package io.github.cordonfs.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One attempt to move data off a suspect frame. The stack is that of who asked for it. */
@Name("cordon.SoftOffline")
@Label("Soft Offline")
@Category("Cordon")
@Description("An attempt to move data off a suspect frame and take it out of service")
@StackTrace(true)
final class SoftOfflineFlightEvent extends Event {

  @Label("Frame")
  @Description("4 KiB index into the memory of the file system, from 0")
  int frame;

  @Label("New Frame")
  @Description("Where the data went, -1 if nowhere")
  int newFrame;

  @Label("Path")
  @Description("A path of the file; none if the frame was in no file or the file has no name")
  @Nullable String path;

  @Label("Page Index")
  @Description("4 KiB index into the file, -1 if the frame was in no file")
  long pageIndex;

  @Label("Result")
  @Description("Done, or why not")
  @Nullable String result;
}
