package io.github.cordonfs.events;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One handled memory failure. The stack is that of who met it, or asked for it. */
@Name("cordon.MemoryFailure")
@Label("Memory Failure")
@Category("Cordon")
@Description("A frame failed and was taken out of use; the duration is that of its handling")
@StackTrace(true)
final class MemoryFailureFlightEvent extends Event {

  @Label("File System")
  @Nullable String fileSystem;

  @Label("Frame")
  @Description("4 KiB index into the memory of the file system, from 0")
  int frame;

  @Label("Kernel PFN")
  @Description("The kernel's number of the page frame, -1 if unknown")
  long kernelPfn;

  @Label("Path")
  @Description("A path of the file; none if the frame was in no file or the file has no name")
  @Nullable String path;

  @Label("Number of Paths")
  @Description("Hard links of the file")
  int pathCount;

  @Label("Unlinked")
  @Description("The file is open but has no name any more")
  boolean unlinked;

  @Label("Page Index")
  @Description("4 KiB index into the file, -1 if the frame was in no file")
  long pageIndex;

  @Label("Offset")
  @Description("First lost byte of the file")
  @DataAmount(DataAmount.BYTES)
  long offset;

  @Label("Length")
  @Description("Lost bytes of the file, clipped to its size")
  @DataAmount(DataAmount.BYTES)
  long length;

  @Label("Folio Order")
  @Description("0 is a folio of 4 KiB, 9 one of 2 MiB that was split")
  int folioOrder;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Message")
  @Description("What the frame was used for")
  @Nullable String message;

  @Label("Source")
  @Description("Who found the failure")
  @Nullable String source;
}
