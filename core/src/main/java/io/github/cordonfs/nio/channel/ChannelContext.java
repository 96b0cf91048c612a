package io.github.cordonfs.nio.channel;

import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.nio.path.PathLookup;
import io.github.cordonfs.nio.resource.OpenResources;

/** What all channels of one file system share. */
public record ChannelContext(
    PathLookup lookup, OpenResources resources, FileLocks locks, HardOffline failure) {

  /** What direct channels are aligned to, and what a file store gives out, in bytes. */
  public static final long BLOCK_BYTES = 4096;

  boolean isOpen() {
    return lookup.isOpen();
  }

  /** Tells listeners of memory failures that were met with locks held. With none held. */
  void deliverReports() {
    failure.deliverReports();
  }
}
