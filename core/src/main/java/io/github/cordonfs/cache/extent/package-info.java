/**
 * The pages of 2 MiB of a file. {@link io.github.cordonfs.cache.extent.ExtentEntries} alone changes
 * the entries of pages, and keeps counts and mappings in step; around it is a class for each
 * procedure: reading, writing, filling, removing, failing, moving, healing, joining. The address
 * space calls these, with its lock where they say so. They know of their file what {@link
 * io.github.cordonfs.cache.extent.FileExtents} tells, and never the operations of a file, its
 * ranges over several extents, or who asks.
 *
 * <p>It is one package because {@code ExtentEntries}, whose methods are the only changes there are,
 * is hidden in it. That is long because it has all of them, and {@code BackedExtent} because it has
 * the life of a page with a store.
 */
@NullMarked
package io.github.cordonfs.cache.extent;

import org.jspecify.annotations.NullMarked;
