package io.github.cordonfs.nio.attribute;

import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** File times as inodes keep them. */
final class FileTimes {

  private FileTimes() {}

  /** Returns nanoseconds since the epoch, clipped to the years 1677 to 2262. */
  static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }

  static @Nullable Long nanosOrNull(@Nullable FileTime time) {
    return time == null ? null : nanos(time);
  }
}
