/**
 * Hadoop file systems that read through Cordon's page cache. These classes are what Hadoop is
 * configured with; they run on a JDK 17 and know no class of the cache, which needs a JDK 25: where
 * that cannot be had, they pass everything through to the file system that they wrap.
 */
@NullMarked
package io.github.cordonfs.hadoop;

import org.jspecify.annotations.NullMarked;
