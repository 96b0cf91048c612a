package io.github.cordonfs.nio.channel;

import io.github.cordonfs.failure.HardOffline;
import io.github.cordonfs.hook.FileSystemHook;
import io.github.cordonfs.nio.resource.OpenResources;
import io.github.cordonfs.vfs.FileTree;
import org.jspecify.annotations.Nullable;

/**
 * What all channels of one file system share.
 *
 * @param hook what stands in their way; null if nothing does
 */
public record ChannelContext(
    FileTree tree,
    OpenResources resources,
    FileLocks locks,
    HardOffline failure,
    @Nullable FileSystemHook hook) {

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
