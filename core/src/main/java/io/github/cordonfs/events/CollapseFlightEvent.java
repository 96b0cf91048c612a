package io.github.cordonfs.events;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One attempt to join the small folios of a 2 MiB range into a huge one. */
@Name("cordon.Collapse")
@Label("Collapse")
@Category("Cordon")
@Description("An attempt to join the small folios of a 2 MiB range of a file into a huge one")
@StackTrace(false)
final class CollapseFlightEvent extends Event {

  @Label("Path")
  @Description("A path of the file; none if it has no name")
  @Nullable String path;

  @Label("Range Offset")
  @Description("First byte of the range in the file")
  @DataAmount(DataAmount.BYTES)
  long rangeOffset;

  @Label("Outcome")
  @Description("Joined, or why not")
  @Nullable String outcome;
}
