package io.github.cordonfs.nio.channel;

import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.nio.resource.OpenResources;
import io.github.cordonfs.vfs.FileTree;

/** What all channels of one file system share. */
public record ChannelContext(
    FileTree tree, OpenResources resources, FileLocks locks, HardOffline failure) {

  /** What direct channels are aligned to, and what a file store gives out, in bytes. */
  public static final long BLOCK_BYTES = 4096;

  boolean isOpen() {
    return tree.isOpen();
  }

  /** Tells listeners of memory failures that were met with locks held. With none held. */
  void deliverReports() {
    failure.deliverReports();
  }
}
