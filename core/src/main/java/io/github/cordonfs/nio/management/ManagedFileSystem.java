package io.github.cordonfs.nio.management;

import io.github.cordonfs.CollapseCounters;
import io.github.cordonfs.MemoryFailures;
import io.github.cordonfs.MemoryUsage;
import io.github.cordonfs.PageMap;
import io.github.cordonfs.ReadCounts;
import io.github.cordonfs.TransferCounts;
import io.github.cordonfs.UnwrittenData;
import java.nio.file.Path;

/** What a bean says of a file system. */
public interface ManagedFileSystem {

  /** Returns the name that it has among the open file systems. */
  String name();

  /** Returns what files can use at most, in bytes. */
  long capacityBytes();

  /** Returns what files hold, in bytes. */
  long usedBytes();

  /** Returns how memory is used. */
  MemoryUsage memoryUsage();

  /** Returns what the background collapser has done. */
  CollapseCounters collapseCounters();

  /** Returns the memory failures. */
  MemoryFailures memoryFailures();

  /** Returns what went in and out of files so far. */
  TransferCounts transferCounts();

  /** Returns how reads of mounted files went so far. */
  ReadCounts readCounts();

  /** Returns how often the store behind it was read so far. */
  long storeReads();

  /** Returns what is not in the store behind it yet. */
  UnwrittenData unwrittenData();

  /** Returns a look at all frames. */
  PageMap pageMap();

  /** Returns a path of the file system. */
  Path getPath(String first, String... more);
}
